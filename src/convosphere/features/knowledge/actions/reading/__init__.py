"""Reading: content by blocks, pages as pictures, downloads."""
