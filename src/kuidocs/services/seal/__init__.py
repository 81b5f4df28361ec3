"""The seal of the municipality."""
