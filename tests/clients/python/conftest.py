"""The product as processes, and a provider at the wire: as in the acceptance tests."""

from tests.acceptance.conftest import install, provider, scratch

__all__ = ["install", "provider", "scratch"]
