"""What a provider can be."""

KINDS = ("mbo", "hbo", "wo", "private", "technohub", "fieldlab", "community")
"""The first four are schools."""
STEPS = ("warning", "no_bookings", "payouts_held", "removed")
"""The steps against a provider that breaks the rules; each holds what the ones before it hold."""
