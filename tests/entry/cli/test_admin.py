"""`convosphere admin …` as an administrator types it, in a process of its own."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import AsyncClient
from typer.testing import CliRunner

from convosphere.entry.cli.admin import app
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from tests.acceptance.harness.forking import Forks
from tests.factories.accounts import PASSWORD, create_organization


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """A shell on the server."""

    def __init__(self, urls: DatabaseUrls, directory: Path, forks: Forks) -> None:
        self._forks = forks
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONVOSPHERE_")},
            "CONVOSPHERE_DATABASE_URL": urls.conninfo(urls.owner),
            "CONVOSPHERE_DATA_DIR": str(directory),
            "CONVOSPHERE_SECRET_KEY": "test-secret-" * 6,
        }
        self._directory = directory

    async def admin(self, *arguments: str, stdin: str = "") -> Outcome:
        """Runs `convosphere admin …`."""
        ended = await asyncio.to_thread(
            self._forks.run, ["admin", *arguments], self._environment, self._directory, stdin
        )
        return Outcome(ended.returncode, ended.stdout, ended.stderr)

    async def create_user(self, email: str, *more: str, password: str = PASSWORD) -> Outcome:
        """Runs `convosphere admin create-user …`."""
        return await self.admin(
            "create-user", "--email", email, "--name", "Ada", "--password-stdin", *more, stdin=f"{password}\n"
        )


@pytest.fixture
def shell(database_urls: DatabaseUrls, tmp_path: Path, forks: Forks) -> Shell:
    return Shell(database_urls, tmp_path, forks)


async def test_from_nothing_to_a_key_that_opens(shell: Shell, client: AsyncClient) -> None:
    first = await shell.create_user("ada@example.org")
    assert (first.code, first.err) == (0, "")
    guest = await shell.create_user("bert@example.org", "--role", "guest")
    assert guest.code == 0
    key = await shell.admin("create-api-key", "--email", "ada@example.org", "--name", "Script", "--days", "7")
    assert (key.code, key.err) == (0, "")
    headers = {"Authorization": f"Bearer {key.out.strip()}"}
    me = (await client.get("/api/v1/me", headers=headers)).json()
    assert (me["id"], me["role"], me["organization"]["name"]) == (first.out.strip(), "owner", "example.org")
    signed_in = await client.post("/api/v1/auth/sign-in", json={"email": "bert@example.org", "password": PASSWORD})
    assert signed_in.json()["person"]["role"] == "guest"
    refused = await shell.admin("create-api-key", "--email", "bert@example.org", "--name", "Script")
    assert (refused.code, refused.out) == (1, "")


async def test_a_second_organisation_has_owners_of_its_own(
    shell: Shell, platform: Platform, client: AsyncClient
) -> None:
    first = await create_organization(platform, "First")
    made = await shell.admin("create-organization", "--name", "Second")
    second = made.out.strip()
    member = await shell.create_user("cleo@example.org", "--organization", second, "--role", "member")
    assert (member.code, member.out) == (1, "")
    assert "owner" in member.err
    assert (await shell.create_user("cleo@example.org", "--organization", second)).code == 0
    signed_in = await client.post("/api/v1/auth/sign-in", json={"email": "cleo@example.org", "password": PASSWORD})
    assert signed_in.json()["person"]["organization"] == {"id": second, "name": "Second"}
    assert (await client.get("/api/v1/instance")).json()["organization_name"] == first.name


async def test_what_only_the_database_knows_is_said_in_one_line(shell: Shell) -> None:
    nobody = await shell.admin("create-api-key", "--email", "nobody@example.org", "--name", "Script")
    assert (nobody.code, nobody.err) == (1, "convosphere: nobody has the e-mail address nobody@example.org\n")
    nowhere = "00000000-0000-0000-0000-000000000001"
    lost = await shell.create_user("ada@example.org", "--organization", nowhere)
    assert (lost.code, lost.err) == (1, f"convosphere: there is no organisation {nowhere}\n")
    short = await shell.create_user("ada@example.org", password="elevenchars")
    assert (short.code, short.err) == (2, "convosphere: password: The minimum length is 12.\n")


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (("--email", "nonsense"), PASSWORD, "email: This is not an e-mail address."),
        (("--email", "a@example.org"), "short", "password: The minimum length is 12."),
        (("--email", "a@example.org", "--name", " "), PASSWORD, "name: The minimum length is 1."),
        (("--email", "a@example.org", "--role", "emperor"), PASSWORD, "emperor"),
    ],
)
def test_mistakes_are_named_before_anything_starts(arguments: tuple[str, ...], password: str, message: str) -> None:
    command = ["create-user", "--name", "Ada", "--password-stdin", *arguments]
    result = CliRunner().invoke(app, command, input=f"{password}\n")
    assert result.exit_code == 2
    assert message in result.output


def test_without_a_terminal_the_password_must_come_on_standard_input() -> None:
    result = CliRunner().invoke(app, ["create-user", "--email", "a@example.org", "--name", "Ada"], input=PASSWORD)
    assert result.exit_code == 2
    assert "--password-stdin" in result.output
