"""Drawing needs a child process that can be shared by all tests."""

from tests.printing.pdf import patient, worker

__all__ = ["patient", "worker"]
