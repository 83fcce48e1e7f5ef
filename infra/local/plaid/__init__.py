"""A stand-in for Plaid on this machine: the same wire format, its own signing key, and faults on demand.

It is for trying and testing, so anything passes for a client id and a secret. `server.py` serves it, `api.py` holds Plaid's
endpoints, `control.py` the ones that Plaid does not have: they make banks change and the service misbehave.
"""
