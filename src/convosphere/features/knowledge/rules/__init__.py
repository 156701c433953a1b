"""Pure rules of knowledge."""
