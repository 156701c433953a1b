"""Who reads single documents."""
