"""Requests of employees to their employer to pay along; the employer's side of them."""
