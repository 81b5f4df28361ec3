"""What the forms, meetings and documents are: pure rules and tables, standard library only."""
