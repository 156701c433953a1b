"""What carries the product: database, jobs, realtime, settings, security, telemetry. Knows no feature."""
