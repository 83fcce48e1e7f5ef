"""/auth: the only function whose database role can read credentials."""
