"""`convosphere models` as an administrator runs it: a process of its own on the same database."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from convosphere.platform.database import DatabaseUrls
from tests.acceptance.harness.forking import Forks
from tests.fakes.provider import FakeProvider


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    urls: DatabaseUrls
    directory: Path
    forks: Forks

    async def __call__(self, *arguments: str, stdin: str = "") -> Ended:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONVOSPHERE_")},
            "CONVOSPHERE_DATABASE_URL": self.urls.conninfo(self.urls.owner),
            "CONVOSPHERE_DATA_DIR": str(self.directory),
            "CONVOSPHERE_SECRET_KEY": "test-secret-" * 6,
            "CONVOSPHERE_LOG_LEVEL": "error",
            "COLUMNS": "200",
        }
        ended = await asyncio.to_thread(self.forks.run, ["models", *arguments], environment, self.directory, stdin)
        return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture
def convosphere(database_urls: DatabaseUrls, tmp_path: Path, forks: Forks) -> CommandLine:
    return CommandLine(database_urls, tmp_path, forks)


@pytest.mark.usefixtures("owner")
async def test_a_provider_is_connected_tested_and_listed(convosphere: CommandLine, provider: FakeProvider) -> None:
    connected = await convosphere(
        "connect",
        "--provider",
        "openai",
        "--name",
        "Fake",
        "--base-url",
        provider.url,
        "--api-key-stdin",
        stdin="sk-from-stdin\n",
    )  # fmt: skip - one line as it is typed
    assert connected.code == 0, connected.err
    assert connected.out.startswith(f"  ok  Fake: {len(provider.models)} models, answered in ")
    assert provider.requests[-1].headers["authorization"] == "Bearer sk-from-stdin"
    provider.models = ("fake-echo",)
    tested = await convosphere("test", "Fake")
    assert (tested.code, "Fake: 1 model," in tested.out) == (0, True)
    assert (await convosphere("test", "Unheard of")).code == 1
    listed = await convosphere("list", "--all")
    assert listed.code == 0, listed.err
    assert f"Fake (openai, {provider.url}): ok" in listed.out
    assert "  * fake-echo\n" in listed.out
    assert "    fake-words-20, vanished\n" in listed.out
    assert "Built-in (no language model)" in listed.out
    assert "sk-from-stdin" not in connected.out + connected.err + listed.out


@pytest.mark.usefixtures("owner")
async def test_a_connection_that_fails_ends_with_one(convosphere: CommandLine, provider: FakeProvider) -> None:
    connected = await convosphere(
        "connect",
        "--provider",
        "openai",
        "--name",
        "Fake",
        "--base-url",
        provider.url,
        "--api-key-stdin",
        stdin="bad-key\n",
    )  # fmt: skip - one line as it is typed
    assert connected.code == 1
    assert connected.out.startswith("FAIL  Fake: provider_auth: ")
    assert "stored" in connected.err


async def test_bad_input_names_the_field(convosphere: CommandLine) -> None:
    spaced = await convosphere("connect", "--provider", "openai", "--name", "X", "--api-key-stdin", stdin="a b\n")
    assert (spaced.code, "api_key: A key consists of" in spaced.err) == (2, True)
    assert "a b" not in spaced.err


async def test_without_an_organisation_there_is_nothing_to_list(convosphere: CommandLine) -> None:
    listed = await convosphere("list")
    assert listed.code == 1
    assert "Nobody has registered yet" in listed.err
