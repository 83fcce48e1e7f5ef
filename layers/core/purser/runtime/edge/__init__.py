"""Where HTTP ends: what comes in is checked and named, what goes out has one form. Nothing below knows of requests."""
