"""The project's own lint rules: `python -m checks` runs them, one module per rule in `checks.rules`."""
