"""Settings, cached clients and logging: the only place that reads the environment. Imported by functions only."""
