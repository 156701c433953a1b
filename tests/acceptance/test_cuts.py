"""The socket is cut a hundred times at random points: what the readers hold in the end is what is stored."""

import asyncio
import contextlib
import os
import random
from uuid import uuid4

import aiohttp
import pytest

from tests.acceptance.conftest import Install
from tests.acceptance.harness.conversation_copy import ENDED
from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Process
from tests.acceptance.harness.watching import PATIENCE_SECONDS, Watcher
from tests.fakes.plan import words

WORDS = "fake-words-300-60tps"
# Says the question again: what streams can be chosen, and is paced.
ECHO = "fake-echo-60tps"
REASONING = "fake-reasoning-100-words-200-60tps"
READERS = 4
CUTS_EACH = 25
MOST_FRAMES = 15
# Several code units, joined signs, combining marks, right-to-left: offsets in anything but UTF-16 would show.
SIGNS = ("👩‍👩‍👧‍👦", "🇩🇪", "e\u0301", "𝔘𝔫𝔦", "👍🏽", "日本", "﷽", "שלום", "ñ", "plain")
EMOJI = " ".join(f"{SIGNS[number % len(SIGNS)]}{number}" for number in range(300))


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    return install(accounts_registration="open").start("run")


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [WORDS, ECHO, REASONING])


@pytest.fixture
def chance() -> random.Random:
    """Chance that can be repeated: CONVOSPHERE_TEST_SEED."""
    seed = int(os.environ.get("CONVOSPHERE_TEST_SEED") or random.SystemRandom().randrange(2**32))
    print(f"CONVOSPHERE_TEST_SEED={seed}")  # noqa: T201 - shown when the test fails
    return random.Random(seed)  # noqa: S311 - nothing secret


class _CutReader:
    """A watcher that asks and reads over connections that never last."""

    def __init__(self, person: Person, conversation: str, question: str, chance: random.Random) -> None:
        self.watcher = Watcher(person, conversation)
        self.conversation = conversation
        self.asked = 0
        self._question = question
        self._chance = chance
        self._asking = ""

    async def read(self) -> None:
        """Lives through the cuts, then reads to the end."""
        for _ in range(CUTS_EACH):
            # Some connections end while they are being made, most while something is on its way.
            lifetime = self._chance.random() * 0.05 if self._chance.random() < 0.2 else None
            frames = self._chance.randrange(MOST_FRAMES)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(lifetime):
                    await self._live(frames)
                    # What arrives from here on is lost with the connection.
                    await asyncio.sleep(self._chance.random() * 0.05)
            self.watcher.cut(reset=self._chance.random() < 0.5)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._live(None)

    async def _live(self, frames: int | None) -> None:
        """Takes in so many frames and asks whenever nothing runs; None: all there are until nothing runs."""
        await self.watcher.connect()
        sent = ""
        while (frames is None and not (self.asked and self._is_free())) or frames:
            if not self._asking and self._is_free():
                self.asked += 1
                self._asking = str(uuid4())
            if self._asking and sent != self._asking:
                # A question whose fate a cut left open is sent again with the same id.
                sent = self._asking
                await self._ask()
            frame = await self.watcher.step()
            assert frame.get("ok", True), frame
            frames = None if frames is None else frames - 1
            if self._asking in self.watcher.copy.messages:
                self._asking = ""

    def _is_free(self) -> bool:
        answers = self.watcher.copy.answers()
        return len(answers) == self.asked and all(answer["status"] in ENDED for answer in answers)

    async def _ask(self) -> None:
        await self.watcher.socket.send(
            type="message.send",
            ref="ask",
            conversation=self.conversation,
            id=self._asking,
            content=self._question,
        )


@pytest.mark.parametrize(
    ("model", "question", "reply"),
    [(WORDS, "Go", words(300)), (ECHO, EMOJI, EMOJI), (REASONING, "Think", words(200))],
    ids=["words", "emoji", "reasoning"],
)
async def test_nothing_is_lost_or_doubled(
    http: aiohttp.ClientSession,
    product: Process,
    founding: Founding,
    chance: random.Random,
    model: str,
    question: str,
    reply: str,
) -> None:
    person = await join(http, product)
    readers = [
        _CutReader(person, await person.begin(founding.models[model]), question, random.Random(chance.random()))  # noqa: S311 - see above
        for _ in range(READERS)
    ]
    await asyncio.gather(*(reader.read() for reader in readers))
    for reader in readers:
        assert (reader.watcher.gaps, reader.watcher.resyncs) == ([], 0)
        stored = (await person.messages(reader.conversation))["items"]
        assert list(reader.watcher.copy.messages.values()) == stored
        answers = [message for message in stored if message["role"] == "assistant"]
        assert [answer["content"] for answer in answers] == [reply] * reader.asked
        assert {answer["status"] for answer in answers} == {"completed"}
        await reader.watcher.close()
