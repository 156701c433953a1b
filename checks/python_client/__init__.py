"""What the Python client is generated from and by: `python -m checks.python_client` writes its generated files anew."""
