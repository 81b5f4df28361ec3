"""Opening the object database."""
