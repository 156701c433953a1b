"""One process, ended in mid-answer in every way there is: the answer is completed all the same."""

import asyncio
import contextlib
import csv
import io
from collections.abc import Callable

import psutil
import pytest

from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process
from tests.acceptance.harness.watching import has_ended, has_words, watching
from tests.fakes.plan import words

MODEL = "fake-words-120-40tps"
# Refuses its key: the other one stands in for it.
WANTED = "fake-401"
WHOLE = words(120)


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [MODEL, WANTED])


def _terminate(_: Installation, product: Process) -> None:
    assert product.terminate() == 0, product.log


def _kill(installation: Installation, product: Process) -> None:
    product.kill()
    assert installation.own_database(), "its PostgreSQL lives on, and the next start finds it"


def _kill_all(installation: Installation, product: Process) -> None:
    database = installation.own_database()
    product.kill()
    for process in database:
        # Without the server, connections end by themselves.
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    for process in database:
        process.wait(10)


async def _paid_for(owner: Person, conversation: str) -> list[str]:
    """How the calls of a conversation ended, in their order."""
    exported = await owner.request("GET", "/usage/export.csv")
    rows = csv.DictReader(io.StringIO(exported.body, newline=""))
    return [row["outcome"] for row in rows if row["conversation_id"] == conversation]


@pytest.mark.parametrize(
    ("end", "first_calls", "limited"),
    # What was refused cost nothing; whoever is killed before that was recorded leaves the most that it could have cost,
    # whether a budget limits it or not.
    [
        (_terminate, ["failed", "stopped"], False),
        (_kill_all, ["lost", "lost"], False),
        (_kill, ["lost", "lost"], True),
    ],
    ids=["SIGTERM", "SIGKILL with database", "SIGKILL and a budget"],
)
async def test_an_answer_outlives_its_process(
    owner: Person,
    founding: Founding,
    installation: Installation,
    product: Process,
    end: Callable[[Installation, Process], None],
    first_calls: list[str],
    limited: bool,  # noqa: FBT001 - pytest's form
) -> None:
    if limited:
        await owner.request(
            "POST", "/budgets", body={"subject_kind": "organization", "period": "month", "tokens": 10_000_000}
        )
    stand_ins = {"fallbacks": [founding.models[MODEL]]}
    await owner.request("PATCH", f"/models/{founding.models[WANTED]}", body=stand_ins)
    conversation = await owner.begin(founding.models[WANTED])
    async with watching(owner, conversation) as watcher:
        _, answer = await owner.ask(conversation)
        # More than a second's worth: something is saved, and something has only been sent.
        await watcher.until(has_words(60))
        await asyncio.to_thread(end, installation, product)
        await asyncio.to_thread(product.start)
        await watcher.until(has_ended)
        seen = watcher.copy.messages[answer["id"]]
    stored = await owner.message(conversation, answer["id"])
    assert stored["content"] == WHOLE
    assert (stored["status"], stored["attempt"]) == ("completed", 2)
    assert seen == stored
    model = stored["model"]
    assert (model["name"], model["fallback"]["wanted"]) == (MODEL, WANTED), "who stood in goes on, and it is said"
    assert model["fallback"]["because"] == "provider_auth"
    assert await _paid_for(owner, conversation) == [*first_calls, "completed"], "each once, whoever made it"
    assert (await owner.call("GET", f"/conversations/{conversation}"))["running"] is False
    _, another = await owner.ask(conversation, "And again")
    assert another["parent_id"] != answer["parent_id"]
