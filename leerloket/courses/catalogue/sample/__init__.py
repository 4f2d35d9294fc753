"""A believable offer for demo and tests, written for Leerloket: invented providers, real subjects and places."""
