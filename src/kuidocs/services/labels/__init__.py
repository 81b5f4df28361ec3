"""The numbers that people see: allotted, never reused (D7)."""
