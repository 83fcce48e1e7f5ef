"""One file per statement format."""
