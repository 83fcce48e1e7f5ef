"""Starts and fills the local cloud; nothing in the product imports it."""
