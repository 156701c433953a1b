"""`convosphere admin …` as an administrator types it, in a process of its own."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import AsyncClient

from convosphere.platform.database import DatabaseUrls
from tests.factories.accounts import PASSWORD


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """A shell on the server."""

    def __init__(self, urls: DatabaseUrls, directory: Path) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONVOSPHERE_")},
            "CONVOSPHERE_DATABASE_URL": urls.conninfo(urls.owner),
            "CONVOSPHERE_DATA_DIR": str(directory),
            "CONVOSPHERE_SECRET_KEY": "test-secret-" * 6,
        }
        self._directory = directory

    async def admin(self, *arguments: str, stdin: str = "") -> Outcome:
        """Runs `convosphere admin …`."""
        command = Path(sys.executable).with_name("convosphere")
        process = await asyncio.create_subprocess_exec(
            command,
            "admin",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment,
            cwd=self._directory,
        )
        out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
        return Outcome(process.returncode or 0, out.decode(), err.decode())

    async def create_user(self, email: str, *more: str, password: str = PASSWORD) -> Outcome:
        """Runs `convosphere admin create-user …`."""
        return await self.admin(
            "create-user", "--email", email, "--name", "Ada", "--password-stdin", *more, stdin=f"{password}\n"
        )


@pytest.fixture
def shell(database_urls: DatabaseUrls, tmp_path: Path) -> Shell:
    return Shell(database_urls, tmp_path)


async def test_from_nothing_to_a_key_that_opens(shell: Shell, client: AsyncClient) -> None:
    first = await shell.create_user("ada@example.org")
    assert (first.code, first.err) == (0, "")
    member = await shell.create_user("bert@example.org")
    assert member.code == 0
    key = await shell.admin("create-api-key", "--email", "ada@example.org", "--name", "Script", "--days", "7")
    assert (key.code, key.err) == (0, "")
    headers = {"Authorization": f"Bearer {key.out.strip()}"}
    me = (await client.get("/api/v1/me", headers=headers)).json()
    assert (me["id"], me["role"], me["organization"]["name"]) == (first.out.strip(), "owner", "example.org")
    signed_in = await client.post("/api/v1/auth/sign-in", json={"email": "bert@example.org", "password": PASSWORD})
    assert signed_in.json()["person"]["role"] == "member"


async def test_a_second_organisation_has_owners_of_its_own(shell: Shell, client: AsyncClient) -> None:
    assert (await shell.create_user("ada@example.org")).code == 0
    made = await shell.admin("create-organization", "--name", "Second")
    organization_id = made.out.strip()
    member = await shell.create_user("cleo@example.org", "--organization", organization_id, "--role", "member")
    assert member.code == 1
    assert "owner" in member.err
    assert (await shell.create_user("cleo@example.org", "--organization", organization_id)).code == 0
    signed_in = await client.post("/api/v1/auth/sign-in", json={"email": "cleo@example.org", "password": PASSWORD})
    assert signed_in.json()["person"]["organization"] == {"id": organization_id, "name": "Second"}
    assert (await client.get("/api/v1/instance")).json()["organization_name"] == "example.org"


@pytest.mark.parametrize(
    ("arguments", "password", "code", "message"),
    [
        (("--email", "nonsense"), PASSWORD, 2, "email: This is not an e-mail address."),
        (("--email", "a@example.org"), "short", 2, "password: At least 8 characters are needed."),
        (("--email", "a@example.org"), "elevenchars", 2, "password: At least 12 characters are needed."),
        (("--email", "a@example.org", "--role", "emperor"), PASSWORD, 2, "emperor"),
        (("--email", "a@example.org", "--role", "member"), PASSWORD, 1, "owner"),
        (
            ("--email", "a@example.org", "--organization", "00000000-0000-0000-0000-000000000001"),
            PASSWORD,
            1,
            "there is no organisation 00000000-0000-0000-0000-000000000001",
        ),
    ],
)
async def test_mistakes_are_named_in_one_line(
    shell: Shell, arguments: tuple[str, ...], password: str, code: int, message: str
) -> None:
    outcome = await shell.admin("create-user", "--name", "Ada", "--password-stdin", *arguments, stdin=f"{password}\n")
    assert outcome.code == code
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


async def test_keys_are_for_people_who_are_there(shell: Shell) -> None:
    outcome = await shell.admin("create-api-key", "--email", "nobody@example.org", "--name", "Script")
    assert (outcome.code, outcome.err) == (1, "convosphere: nobody has the e-mail address nobody@example.org\n")
    assert (await shell.create_user("ada@example.org")).code == 0
    assert (await shell.create_user("guest@example.org", "--role", "guest")).code == 0
    guest = await shell.admin("create-api-key", "--email", "guest@example.org", "--name", "Script")
    assert (guest.code, guest.out) == (1, "")
    taken = await shell.create_user("ADA@example.org")
    assert (taken.code, taken.out) == (1, "")


async def test_without_a_terminal_the_password_must_come_on_standard_input(shell: Shell) -> None:
    outcome = await shell.admin("create-user", "--email", "a@example.org", "--name", "Ada", stdin=PASSWORD)
    assert outcome.code == 2
    assert "--password-stdin" in outcome.err
