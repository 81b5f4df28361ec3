"""One function for each thing that a person does; the only code that changes data."""
