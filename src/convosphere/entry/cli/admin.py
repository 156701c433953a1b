"""`convosphere admin …`: organisations, people and API keys from the shell on the server."""

import sys
from datetime import timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from pydantic import BaseModel, ValidationError

from convosphere.entry.cli.session import BAD_SETTINGS, effective_settings, fail, open_platform, run_async
from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.schemas import ApiKeyIn
from convosphere.features.accounts.schemas.texts import Email, Input, Name, NewPassword
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.errors import InvalidInputError, NotFoundError

app = typer.Typer(help="Organisations, people and API keys.", no_args_is_help=True)

Wish = TypeVar("Wish", bound=BaseModel)


class _OrganizationWish(Input):
    name: Name


class _PersonWish(Input):
    email: Email
    name: Name
    password: NewPassword


class _KeyOwner(Input):
    email: Email


@app.command("create-organization")
def create_organization(name: Annotated[str, typer.Option(help="What it is called")]) -> None:
    """Make an organisation and print its id. The first one is the one that newcomers join."""
    wish = _checked(_OrganizationWish, name=name)

    async def work() -> UUID:
        async with open_platform() as platform:
            return await administer.create_organization(platform, wish.name)

    sys.stdout.write(f"{run_async(work())}\n")


@app.command("create-user")
def create_user(
    email: Annotated[str, typer.Option(help="What they sign in with")],
    name: Annotated[str, typer.Option(help="What they are called")],
    *,
    role: Annotated[Role | None, typer.Option(help="Default: owner for the first person, member for others")] = None,
    organization: Annotated[UUID | None, typer.Option(help="Its id; default: the one newcomers join")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input")
    ] = False,
) -> None:
    """Make a person and print their id. Asks for the password unless it comes on standard input."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked_password()
    wish = _checked(_PersonWish, email=email, name=name, password=password)
    shortest = effective_settings().accounts.password_min_length
    if len(password) < shortest:
        # Before a database is started for it.
        fail(f"password: The minimum length is {shortest}.", BAD_SETTINGS)

    async def work() -> UUID:
        async with open_platform() as platform:
            try:
                return await administer.create_person(
                    platform,
                    email=wish.email,
                    name=wish.name,
                    password=wish.password,
                    role=role,
                    organization_id=organization,
                )
            except InvalidInputError as error:
                fail(_in_words(error), BAD_SETTINGS)
            except NotFoundError:
                fail(f"there is no organisation {organization}")

    sys.stdout.write(f"{run_async(work())}\n")


@app.command("create-api-key")
def create_api_key(
    email: Annotated[str, typer.Option(help="Whose key it is")],
    name: Annotated[str, typer.Option(help="What the key is for")],
    scope: Annotated[list[ApiKeyScope] | None, typer.Option(help="What it may do; default: everything")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="How long it holds; default: until revoked")] = None,
) -> None:
    """Make an API key and print it, this once."""
    owner = _checked(_KeyOwner, email=email)
    wish = _checked(ApiKeyIn, name=name, scopes=list(scope or ApiKeyScope))

    async def work() -> str:
        async with open_platform() as platform:
            expires_at = None if days is None else platform.clock.now() + timedelta(days=days)
            limited = wish.model_copy(update={"expires_at": expires_at})
            try:
                return (await administer.create_key_for(platform, owner.email, limited)).secret
            except NotFoundError:
                fail(f"nobody has the e-mail address {owner.email}")

    sys.stdout.write(f"{run_async(work())}\n")


def _asked_password() -> str:
    if not sys.stdin.isatty():
        fail("give --password-stdin to read the password from standard input", BAD_SETTINGS)
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _checked(kind: type[Wish], **given: object) -> Wish:
    """What was typed, held to the API's rules; ends the command with one line if it breaks one."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fail(_in_words(InvalidInputError.from_validation(error.errors())), BAD_SETTINGS)


def _in_words(error: InvalidInputError) -> str:
    wrong = (f"{problem['field']}: {str(problem['message']).removesuffix('.')}" for problem in error.field_errors("en"))
    return f"{'; '.join(wrong)}."
