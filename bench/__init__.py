"""Measures the product against the budgets: real processes, a provider on the wire, tables on standard output."""
