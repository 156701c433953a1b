"""Pure rules of transfer: reading items out of JSON, what other programs' conversations mean, mending of branches."""
