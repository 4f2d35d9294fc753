"""Standing rules of an employer: who gets how much, and when."""
