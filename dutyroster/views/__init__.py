"""Pages of the duty roster: parse, authorise, one action, render."""
