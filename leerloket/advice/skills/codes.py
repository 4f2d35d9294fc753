"""The codes of what people can."""

EVIDENCE = ("job", "certificate", "evc", "statement")
"""By what somebody shows a skill: a job, a certificate, an EVC (recognition of prior learning), their own word."""
