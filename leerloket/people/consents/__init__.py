"""Who may see what of a person, until when."""
