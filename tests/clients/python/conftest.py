"""The product as processes, and a provider at the wire: as in the acceptance tests."""

from tests.acceptance.conftest import forks, install, provider, scratch

__all__ = ["forks", "install", "provider", "scratch"]
