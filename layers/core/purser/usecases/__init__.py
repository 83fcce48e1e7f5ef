"""One verb each: ingest, undo, report, alert."""
