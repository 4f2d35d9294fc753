"""The fixtures of drawing."""

from tests.printing.pdf import patient, worker

__all__ = ["patient", "worker"]
