"""Passwords, tokens, permissions: pure rules."""
