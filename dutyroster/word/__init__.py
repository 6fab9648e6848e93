"""Word documents of the duty day."""
