"""Work on many documents at once: begun by a request, done by a job, batch after batch."""
