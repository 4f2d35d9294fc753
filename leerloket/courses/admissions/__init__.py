"""Who may provide: the tasks of an admission, its end and re-check, and what happens to who breaks the rules."""
