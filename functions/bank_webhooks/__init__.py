"""/webhooks/plaid: a small Chalice app on its own explicit path."""
