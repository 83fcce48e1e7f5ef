"""Messages of every dead-letter queue become entries of the error log."""
