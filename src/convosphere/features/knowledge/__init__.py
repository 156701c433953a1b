"""Knowledge: bases of documents, read, cut into chunks, indexed, and kept in order."""
