"""Aggregators, one file each: `CONNECTOR(url, credentials)` makes a `Connector`. Another aggregator is one more file here."""
