"""Jobs of knowledge."""
