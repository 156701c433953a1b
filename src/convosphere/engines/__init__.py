"""Hard machinery behind small interfaces. Engines know neither each other, nor features, nor FastAPI."""
