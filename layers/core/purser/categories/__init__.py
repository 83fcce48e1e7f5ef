"""Rules, merchant names, the taxonomy."""
