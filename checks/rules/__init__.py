"""One rule per module. A rule offers `SEE` (the page that explains it) and `check(root) -> list[Finding]`."""
