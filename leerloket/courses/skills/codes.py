"""The codes of skills and occupations."""

SCHEMES = ("leerloket", "esco", "competentnl")
"""Whose name it bears: our own set, the European classification, the Dutch skills language."""
KINDS = ("technical", "general")
"""A skill of a trade, or one that every job can use."""
TERMS = ("skill", "occupation")

ESCO = "http://data.europa.eu/esco/"
OWN = {"skill": "urn:leerloket:skill:", "occupation": "urn:leerloket:occupation:"}
"""The addresses of our own set end in its key: `urn:leerloket:skill:lassen`. They lead nowhere and never change."""

LEVELS = range(1, 6)
"""1 I have seen it · 2 with help · 3 on my own · 4 also when it is hard · 5 I teach it to others."""
LEVEL_OF_NEED = {True: 3, False: 2}
"""What an occupation asks of an essential and of an optional skill, where the source names no level."""
