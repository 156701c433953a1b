"""From bytes that have arrived to passages that are found: a job goes through the stages of a version."""
