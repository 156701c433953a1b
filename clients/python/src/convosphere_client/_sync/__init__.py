"""The client for programs that wait. Made from `_async` by `make openapi`, but for `io`: change it there."""
