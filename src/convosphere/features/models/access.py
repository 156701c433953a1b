"""What other features' routes take from here."""

from typing import Annotated, cast

from fastapi import Depends, Request

from convosphere.engines.llm import Gateway
from convosphere.features.models.actions import CircuitBoard


def _gateway(request: Request) -> Gateway:
    return cast("Gateway", request.app.state.gateway)


def _circuits(request: Request) -> CircuitBoard:
    return cast("CircuitBoard", request.app.state.circuits)


# Which connections are left alone just now.
CircuitsDep = Annotated[CircuitBoard, Depends(_circuits)]
# The way to all language models. No transaction may be open when it is used.
GatewayDep = Annotated[Gateway, Depends(_gateway)]
