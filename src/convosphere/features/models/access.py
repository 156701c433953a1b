"""What other features' routes take from here."""

from typing import Annotated, cast

from fastapi import Depends, Request

from convosphere.engines.llm import Gateway


def _gateway(request: Request) -> Gateway:
    return cast("Gateway", request.app.state.gateway)


# The way to all language models. No transaction may be open when it is used.
GatewayDep = Annotated[Gateway, Depends(_gateway)]
