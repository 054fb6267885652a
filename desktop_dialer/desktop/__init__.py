"""The system around us: link handler, self-test."""
