"""How routes come by the machinery behind knowledge."""

from typing import Annotated, cast

from fastapi import Depends, Request

from convosphere.features.knowledge.actions.desk import Desk


async def _desk_of(request: Request) -> Desk:
    return cast("Desk", request.app.state.knowledge_desk)


DeskDep = Annotated[Desk, Depends(_desk_of)]
