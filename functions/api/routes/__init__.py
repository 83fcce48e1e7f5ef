"""One file per resource; each defines `router`, and is found by being here."""
