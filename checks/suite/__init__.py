"""What `make lint` and `make test` run: every part to its end, then one summary."""
