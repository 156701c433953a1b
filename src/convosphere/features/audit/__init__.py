"""The audit trail: who did what, when, to what. Rows are added, never changed."""
