"""Who may do what, who is asking, and how they logged in."""
