"""Desktop Dialer: the provider rings your telephone, then the other one, and bridges the two legs."""

__version__ = "0.1.0"
