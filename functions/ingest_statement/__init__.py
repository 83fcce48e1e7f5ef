"""Files that arrive in S3, told by a queue per bank, become ledger."""
