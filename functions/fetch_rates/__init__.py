"""Exchange rates, fetched every day."""
