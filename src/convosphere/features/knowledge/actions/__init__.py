"""What can be done with knowledge, a noun a package."""
