"""`/connections`, `/models`, `/usage` and `/budgets`."""

from convosphere.features.models.routes.budgets import router as budgets
from convosphere.features.models.routes.catalogue import router as catalogue
from convosphere.features.models.routes.connections import local_ports
from convosphere.features.models.routes.connections import router as connections
from convosphere.features.models.routes.usage import router as usage

ROUTERS = (catalogue, connections, usage, budgets)

__all__ = ["ROUTERS", "local_ports"]
