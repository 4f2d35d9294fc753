"""What looks like fraud at a provider, and what people report: found by rules, closed by a person."""
