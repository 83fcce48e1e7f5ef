"""Purser: statements of many banks in, one exact ledger and its answers out."""

__version__ = "0.1.0"
