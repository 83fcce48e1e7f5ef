"""Exports of organisations that are too large for one answer."""
