"""Employers and whom they employ."""
