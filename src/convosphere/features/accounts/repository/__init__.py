"""All SQL of accounts, one module a table. Functions act for the organisation that the transaction is bound to."""
