"""The words of the field as values. Standard library only."""
