"""API keys: how the system of an employer or provider signs in."""
