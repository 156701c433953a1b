"""Builds the web application: features' routers, the client, health, metrics."""

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import convosphere
from convosphere.entry.health import health_router, metrics_router
from convosphere.entry.routes import Branches, hang
from convosphere.entry.static import WebClient
from convosphere.entry.wiring import Application
from convosphere.platform.body_limit import BodyLimitMiddleware
from convosphere.platform.context import Platform
from convosphere.platform.problems import BugMiddleware, describe_problems, install_problem_handlers
from convosphere.platform.telemetry import AccessLogMiddleware, RequestIdMiddleware, SecurityHeadersMiddleware

API_PREFIX = "/api/v1"

_DESCRIPTION = """\
Everything the web client does, it does through this interface.

Errors are `application/problem+json` (RFC 9457) with a stable `code`; their texts follow `Accept-Language` or the
person's setting. Lists page by cursor. Live events come over the WebSocket `/api/v1/realtime`; its frames are
described in the developer guide.
"""


def create_app(application: Application, web_client: WebClient | None = None) -> FastAPI:
    """The ASGI application of a process; `web_client` is what is served where no route is (None: the built one)."""
    app = FastAPI(
        title="ConvoSphere",
        version=convosphere.__version__,
        description=_DESCRIPTION,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.platform = application.platform
    app.state.gateway = application.gateway
    app.state.process_lock = application.lock
    app.state.role_permissions = application.roles
    app.state.features = application.features
    for feature in application.features:
        for name, value in feature.state.items():
            setattr(app.state, name, value)
        for router in feature.routers:
            hang(app, router, API_PREFIX)
    for feature in application.features:
        for router in feature.root_routers:
            hang(app, router)
    hang(app, health_router)
    hang(app, metrics_router)
    # Not mounted: a mount would take requests whose path is known but whose method is not.
    app.router.default = web_client or WebClient()
    app.router.middleware_stack = Branches(app.router, API_PREFIX)
    install_problem_handlers(app)
    _add_middleware(app, application.platform)
    _document_problems(app)
    return app


def _add_middleware(app: FastAPI, platform: Platform) -> None:
    """Innermost first."""
    settings = platform.settings
    app.add_middleware(
        BodyLimitMiddleware, limit=settings.limits.request_bytes, below={"/v1/": settings.api.request_bytes}
    )
    app.add_middleware(BugMiddleware)
    https = platform.settings.public_url is not None and platform.settings.public_url.scheme == "https"
    app.add_middleware(SecurityHeadersMiddleware, https=https)
    app.add_middleware(AccessLogMiddleware, metrics=platform.metrics)
    app.add_middleware(RequestIdMiddleware)


def _document_problems(app: FastAPI) -> None:
    """Makes the document speak of problem+json where FastAPI would speak of its own form."""

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                license_info=app.license_info,
                routes=app.routes,
            )
            describe_problems(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the documented way to extend the document
