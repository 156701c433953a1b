"""SQL of searching: what may be searched, what was, and what came of it."""
