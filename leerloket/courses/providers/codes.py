"""What a provider can be."""

KINDS = ("mbo", "hbo", "wo", "private", "technohub", "fieldlab", "community")
"""The first four are schools."""
