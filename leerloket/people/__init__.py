"""Who people are: persons, sign-in, roles, employers, consent, and who looked at what."""
