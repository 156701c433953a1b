"""The client. This half is written by hand; `_sync` is made from it, but for `io`, by `make openapi`."""
