"""`convosphere models`: see, add and test the ways to language models."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import ValidationError

from convosphere.entry.cli.session import BAD_SETTINGS, FAILED, effective_settings, fail, run_async
from convosphere.entry.wiring import Application, Purpose, open_application
from convosphere.features.models import actions
from convosphere.features.models.schemas import ConnectionCreate, ConnectionOut, ManagedModel
from convosphere.platform.errors import InvalidInputError

app = typer.Typer(help="Connections to providers of language models.", no_args_is_help=True)


class ProviderName(StrEnum):
    """Providers that can be connected."""

    openai = "openai"
    anthropic = "anthropic"
    litellm = "litellm"


@app.command("list")
def list_models(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also models that are switched off or have vanished")
    ] = False,
) -> None:
    """Show what is connected, and the models found there; `*` marks the default."""
    inventory = run_async(_take_inventory())
    for connection, models in inventory.connections:
        _print_connection(connection)
        for model in models:
            if everything or (model.enabled and model.available):
                _print_model(model)


@app.command()
def connect(
    *,
    provider: Annotated[ProviderName, typer.Option(help="openai also means anything compatible with it")],
    name: Annotated[str, typer.Option(help="What the connection is to be called")],
    base_url: Annotated[str | None, typer.Option(help="Where the provider is; none: its own address")] = None,
    vendor: Annotated[str | None, typer.Option(help="litellm: its prefix of the vendor, e.g. gemini")] = None,
    api_key_stdin: Annotated[bool, typer.Option("--api-key-stdin", help="Read the key from standard input")] = False,
) -> None:
    """Connect a provider, test it and list its models.

    The key is read from standard input, so that neither the shell's history nor the list of processes shows it.
    """
    wish: dict[str, object] = {"provider": provider.value, "name": name, "base_url": base_url}
    if vendor is not None:
        wish["extra"] = {"vendor": vendor}
    if api_key_stdin:
        wish["api_key"] = sys.stdin.readline().strip()
    try:
        wanted = ConnectionCreate.model_validate(wish)
    except ValidationError as error:
        wrong = InvalidInputError.from_validation(error.errors(include_url=False, include_input=False))
        fail("; ".join(f"{each['field']}: {each['message']}" for each in wrong.field_errors("en")), BAD_SETTINGS)
    verdict = run_async(_connect(wanted))
    _print_verdict(verdict)
    if verdict.problem is not None:
        fail(f"{name} is stored, but does not work yet. Mend it in the settings, or wait and test it again.")


@app.command("test")
def try_connections(
    name: Annotated[str | None, typer.Argument(help="Which connection; none: all of them")] = None,
) -> None:
    """Really ask the providers; exit code 1 if one does not answer."""
    verdicts = run_async(_try(name))
    if not verdicts:
        fail(f"there is no connection called {name}")
    for verdict in verdicts:
        _print_verdict(verdict)
    if any(verdict.problem is not None for verdict in verdicts):
        raise SystemExit(FAILED)


@asynccontextmanager
async def _application() -> AsyncIterator[Application]:
    async with open_application(effective_settings(), Purpose.COMMAND) as application:
        yield application


async def _take_inventory() -> actions.Inventory:
    async with _application() as application:
        platform = application.platform
        return await actions.take_inventory(platform, await actions.first_organization(platform))


async def _connect(wanted: ConnectionCreate) -> actions.Verdict:
    async with _application() as application:
        platform = application.platform
        organization_id = await actions.first_organization(platform)
        return await actions.connect_provider(platform, application.gateway, organization_id, wanted)


async def _try(name: str | None) -> list[actions.Verdict]:
    async with _application() as application:
        platform = application.platform
        organization_id = await actions.first_organization(platform)
        inventory = await actions.take_inventory(platform, organization_id)
        return [
            await actions.examine_connection(
                platform, application.gateway, organization_id, connection.id, connection.name
            )
            for connection, _ in inventory.connections
            if name in (None, connection.name)
        ]


def _print_connection(connection: ConnectionOut) -> None:
    state = connection.status.value if connection.enabled else "switched off"
    where = f", {connection.base_url}" if connection.base_url else ""
    sys.stdout.write(f"{connection.name} ({connection.provider}{where}): {state}\n")
    if connection.last_error is not None:
        sys.stdout.write(f"    {connection.last_error.title}. {connection.last_error.detail}\n")


def _print_model(model: ManagedModel) -> None:
    notes = [note for note, holds in (("switched off", not model.enabled), ("vanished", not model.available)) if holds]
    shown = f" ({model.display_name})" if model.display_name != model.name else ""
    sys.stdout.write(f"  {'*' if model.is_default else ' '} {model.name}{shown}{''.join(f', {n}' for n in notes)}\n")


def _print_verdict(verdict: actions.Verdict) -> None:
    if verdict.problem is not None:
        sys.stdout.write(f"FAIL  {verdict.name}: {verdict.problem}\n")
        return
    milliseconds = round((verdict.seconds or 0) * 1000)
    count = f"{verdict.models_count} model{'' if verdict.models_count == 1 else 's'}"
    sys.stdout.write(f"  ok  {verdict.name}: {count}, answered in {milliseconds} ms\n")
