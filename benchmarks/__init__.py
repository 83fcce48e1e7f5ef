"""Purser beside its peers: `make bench`. Never part of the tests; figures are ratios taken in one run."""
