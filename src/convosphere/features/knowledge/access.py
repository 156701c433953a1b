"""What knowledge lends to routes: the search of this process."""

from typing import Annotated, cast

from fastapi import Depends, Request

from convosphere.features.knowledge.actions.search.desk import SearchDesk


def _search_desk(request: Request) -> SearchDesk:
    return cast("SearchDesk", request.app.state.knowledge_search)


SearchDeskDep = Annotated[SearchDesk, Depends(_search_desk)]
