"""Codes in letters, by which employees without account or e-mail join an employer."""
