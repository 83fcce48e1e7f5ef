"""What is to be forgotten: organisations and people that left, old files, parts that nobody comes for."""
