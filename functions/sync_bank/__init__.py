"""SQS and a daily schedule -> what linked banks have to say -> ledger."""
