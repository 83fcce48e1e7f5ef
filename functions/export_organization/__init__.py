"""Erasing organisations and old files."""
