"""What can be wrong with knowledge."""
