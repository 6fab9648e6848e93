"""Forms of the duty roster: bounded, checked near the field."""
