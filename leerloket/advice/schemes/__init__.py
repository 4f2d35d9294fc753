"""Schemes: subsidies, funds and tax rules as dated records, and which of them fit and for how much."""
