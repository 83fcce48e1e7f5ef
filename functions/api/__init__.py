"""/api, /health, /openapi.json and /docs."""
