"""What the client does with a real server: one suite for both of its halves."""

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from convosphere_client import (
    AnswerDelta,
    AnswerEnded,
    AnswerEvent,
    AnswerFailedError,
    AnswerWithdrawn,
    ConflictError,
    ConnectionCut,
    ConnectionFailedError,
    ConnectionResumed,
    InvalidInputError,
    NotFoundError,
    ProblemError,
    SessionFile,
    SessionMemory,
    Tokens,
    UnauthenticatedError,
    models,
    new_id,
)
from tests.acceptance.harness.people import PASSWORD, Founding
from tests.clients.python.cutting import CuttingProxy
from tests.clients.python.halves import HALVES, Caller, Half, Stream, caller
from tests.fakes.plan import words

MODELS = (
    "fake-words-20",
    "fake-words-200-200tps",
    "fake-echo-100tps",
    "fake-endless-50tps",
    "fake-500",
    "fake-reasoning-9",
)
SIGNS = ("👩‍👩‍👧‍👦", "🇩🇪", "e\u0301", "𝔘𝔫𝔦", "👍🏽", "日本", "﷽", "שלום", "ñ", "plain")
EMOJI = " ".join(f"{SIGNS[number % len(SIGNS)]}{number}" for number in range(150))


@dataclass(frozen=True)
class Place:
    """A server with an owner and the fake provider's models."""

    url: str
    founding: Founding

    def model(self, name: str) -> UUID:
        return UUID(self.founding.models[name])


@dataclass(frozen=True)
class Someone:
    """A person of this test's own."""

    place: Place
    email: str
    session: Tokens


async def joined(place: Place) -> Someone:
    """A new member."""
    email = f"{uuid4().hex[:12]}@client.example"
    async with httpx.AsyncClient(base_url=f"{place.url}/api/v1") as http:
        wish = {"email": email, "name": "Clara", "password": PASSWORD}
        response = await http.post("/auth/register", json=wish)
        assert response.status_code == 201, response.text
        cookie = response.cookies["convosphere_refresh"]
        return Someone(place, email, Tokens(access_token=response.json()["access_token"], refresh_token=cookie))


def as_person(someone: Someone) -> dict[str, Any]:
    return {"store": SessionMemory(someone.session)}


class Reading:
    """What somebody shows who applies a stream's events, and nothing else."""

    def __init__(self) -> None:
        self.texts = {"content": "", "reasoning": ""}
        self.events: list[Any] = []

    async def read(self, stream: Stream) -> models.MessageOut:
        async for event in stream:
            self.take(event)
        return stream.message

    def take(self, event: AnswerEvent) -> None:
        self.events.append(event)
        match event:
            case AnswerDelta(_, part, text):
                self.texts[part] += text
            case AnswerWithdrawn(_, part, keep):
                self.texts[part] = self.texts[part][:keep]

    def count(self, kind: type) -> int:
        return sum(isinstance(event, kind) for event in self.events)


def _rights(path: Path) -> tuple[int, int]:
    return path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777


@pytest.mark.parametrize("half", HALVES)
class Contract:
    """Subclasses give the fixture `place`."""

    async def test_email_and_password_open_a_session_when_it_is_first_needed(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, email=someone.email, password=PASSWORD) as client:
            me = await client.call("get_me")
            assert (me.email, me.role, me.name) == (someone.email, "member", "Clara")

    async def test_a_wrong_password_is_a_typed_error_in_the_wanted_language(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, language="de") as client:
            with pytest.raises(UnauthenticatedError) as refused:
                await client.call("sign_in", someone.email, "something else")
            assert refused.value.code
            assert refused.value.request_id
            assert "Passwort" in str(refused.value)

    async def test_nobody_is_told_so(self, place: Place, half: Half) -> None:
        async with caller(half, place.url, store=SessionMemory()) as client:
            assert (await client.call("get_instance")).name == "ConvoSphere"
            with pytest.raises(UnauthenticatedError):
                await client.call("get_me")

    async def test_an_api_key_asks_until_it_is_revoked(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            made = await client.call("create_api_key", models.ApiKeyIn(name="Script", scopes=["chat", "models.read"]))
            async with caller(half, place.url, api_key=made.secret) as script:
                async with script.asking("Go", model=place.model("fake-words-20")) as answer:
                    assert (await answer.result()).content == words(20)
                await client.call("revoke_api_key", made.id)
                with pytest.raises(UnauthenticatedError):
                    await script.call("list_models")

    async def test_errors_name_what_is_wrong(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            with pytest.raises(NotFoundError):
                await client.call("get_conversation", uuid4())
            with pytest.raises(InvalidInputError) as refused:
                await client.call("create_conversation", models.ConversationCreate(title="x" * 300))
            assert [error.field for error in refused.value.field_errors] == ["body.title"]
            with pytest.raises(ProblemError) as forbidden:
                await client.call("list_people")
            assert forbidden.value.status == 403

    async def test_what_is_left_out_stays_and_what_is_null_goes(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            folder = await client.call("create_folder", models.FolderCreate(name="Trips"))
            made = await client.call("create_conversation", models.ConversationCreate(title="A", folder_id=folder.id))
            kept = await client.call("change_conversation", made.id, models.ConversationPatch(title="B"))
            assert (kept.title, kept.folder_id) == ("B", folder.id)
            moved = await client.call("change_conversation", made.id, models.ConversationPatch(folder_id=None))
            assert (moved.title, moved.folder_id) == ("B", None)

    async def test_iterators_go_through_all_pages(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            made = [
                (await client.call("create_conversation", models.ConversationCreate(title=f"Nr {number}"))).id
                for number in range(5)
            ]
            listed = await client.every("iterate_conversations", limit=2, sort="oldest")
            assert [conversation.id for conversation in listed] == made
            assert await client.every("iterate_conversations", q="nothing like it") == []

    async def test_an_answer_streams_to_its_end(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            reading = Reading()
            async with client.asking("Go", model=place.model("fake-words-200-200tps")) as answer:
                message = await reading.read(answer)
            assert reading.texts["content"] == message.content == words(200)
            assert reading.count(AnswerDelta) > 3
            assert isinstance(reading.events[-1], AnswerEnded)
            assert message.model is not None
            assert (message.status, message.model.name) == ("completed", "fake-words-200-200tps")
            newest = await client.every("iterate_messages", message.conversation_id)
            assert [each.role for each in newest] == ["assistant", "user"]
            assert newest[0] == message

    async def test_a_file_goes_in_pieces_and_with_a_question(
        self, place: Place, half: Half, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        someone = await joined(place)
        content = b"The word is Rumpelstilzchen. " * 400_000
        async with caller(half, place.url, **as_person(someone)) as client:
            send, cuts = client.raw.upload_content, [ConnectionFailedError("cut"), None, ConnectionFailedError("cut")]

            def cutting(*piece: Any) -> Any:
                # As if the answer to a piece had been lost, or the piece itself.
                cut = cuts.pop() if cuts else None
                if cut is not None:
                    raise cut
                return send(*piece)

            monkeypatch.setattr(client.raw, "upload_content", cutting)
            file = await client.call("upload", "word.txt", content)
            assert (file.name, file.size, cuts) == ("word.txt", len(content), [])
            async with client.asking("Read", model=place.model("fake-words-20"), attachments=[file.id]) as answer:
                message = await answer.result()
            (question,) = [
                each for each in await client.every("iterate_messages", message.conversation_id) if each.role == "user"
            ]
            assert [each.id for each in question.attachments] == [file.id]
            with pytest.raises(ProblemError):
                await client.call("upload", "empty.txt", b"")

    async def test_thoughts_come_apart_from_the_answer(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            reading = Reading()
            async with client.asking("Go", model=place.model("fake-reasoning-9")) as answer:
                message = await reading.read(answer)
            assert reading.texts == {"content": words(20), "reasoning": words(9)}
            assert message.reasoning == words(9)

    async def test_no_character_is_lost_or_doubled_over_cuts(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        chance = random.Random(half)  # noqa: S311 - nothing secret
        async with CuttingProxy(place.url) as network, caller(half, network.url, **as_person(someone)) as client:
            network.lifetime = lambda: chance.randrange(200, 4000) if network.cuts < 15 else None
            reading = Reading()
            async with client.asking(EMOJI, model=place.model("fake-echo-100tps")) as answer:
                message = await reading.read(answer)
            assert reading.texts["content"] == message.content == EMOJI
            assert network.cuts > 5
            assert reading.count(ConnectionCut) == reading.count(ConnectionResumed) > 3
            assert reading.count(AnswerEnded) == 1

    async def test_what_the_server_no_longer_keeps_is_fetched(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            reading = Reading()
            async with client.asking("Go", model=place.model("fake-words-200-200tps")) as answer:
                async for event in answer:
                    reading.take(event)
                    if isinstance(event, AnswerDelta):
                        break
                # As after a long cut: what lies behind this number is gone.
                answer.raw._known.cursor -= 10**9
                await answer.disconnect()
                message = await reading.read(answer)
            assert reading.texts["content"] == message.content == words(200)
            assert reading.count(ConnectionCut) == 1

    async def test_a_question_whose_answer_was_lost_is_asked_once(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with CuttingProxy(place.url) as network, caller(half, network.url, **as_person(someone)) as client:
            network.answers_to_lose = 2
            async with client.asking("Go", model=place.model("fake-words-20")) as answer:
                message = await answer.result()
            posts = [line for line in network.requests if line.startswith("POST")]
            assert len(posts) == 4, posts
            assert len(await client.every("iterate_messages", message.conversation_id)) == 2
            assert len(await client.every("iterate_conversations")) == 1

    async def test_what_was_deleted_by_a_request_whose_answer_was_lost_is_deleted(
        self, place: Place, half: Half
    ) -> None:
        someone = await joined(place)
        async with CuttingProxy(place.url) as network, caller(half, network.url, **as_person(someone)) as client:
            made = await client.call("create_conversation", models.ConversationCreate(id=new_id()))
            network.answers_to_lose = 1
            await client.call("delete_conversation", made.id)
            with pytest.raises(NotFoundError):
                await client.call("delete_conversation", made.id)

    async def test_stop_keeps_what_came(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            reading = Reading()
            async with client.asking("Go", model=place.model("fake-endless-50tps")) as answer:
                async for event in answer:
                    if isinstance(event, AnswerDelta):
                        break
                await answer.stop()
                message = await reading.read(answer)
            assert (message.status, message.content[:7]) == ("stopped", " word-1")

    async def test_an_answer_that_fails_says_why(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            async with client.asking("Go", model=place.model("fake-500")) as answer:
                with pytest.raises(AnswerFailedError) as failed:
                    await answer.result()
            assert failed.value.message.error is not None
            assert failed.value.message.error.title in str(failed.value)

    async def test_a_question_waits_behind_a_running_answer(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with (
            caller(half, place.url, **as_person(someone)) as client,
            client.asking("One", model=place.model("fake-words-200-200tps")) as first,
        ):
            where = first.raw.conversation_id
            with pytest.raises(ConflictError):
                async with client.asking("Two", conversation=where):
                    pass
            model = place.model("fake-echo-100tps")
            async with client.asking("Two", conversation=where, model=model, when_busy="queue") as second:
                assert (await second.result()).content == "Two"
            assert (await first.result()).content == words(200)

    async def test_several_models_answer_side_by_side(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        chosen = [place.model("fake-words-20"), place.model("fake-echo-100tps")]
        async with caller(half, place.url, **as_person(someone)) as client:
            async with client.asking("Both", models=chosen) as answers:
                await answers.result()
            assert sorted(each.content for each in answers.raw.messages) == ["Both", words(20)]

    async def test_an_answer_asked_for_otherwise_can_be_followed(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        async with caller(half, place.url, **as_person(someone)) as client:
            async with client.asking("Again", model=place.model("fake-echo-100tps")) as answer:
                first = await answer.result()
            started = await client.call("retry_answer", first.conversation_id, first.id)
            reading = Reading()
            async with client.streaming(lambda raw: raw.follow(started.answer)) as stream:
                again = await reading.read(stream)
            assert (reading.texts["content"], again.siblings.count) == ("Again", 2)

    async def test_an_expired_token_is_renewed_for_requests_and_sockets(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        store = SessionMemory(someone.session.model_copy(update={"access_token": "expired"}))
        async with caller(half, place.url, store=store) as client:
            made = await client.call("create_conversation", models.ConversationCreate())
            tokens = store.load()
            assert tokens is not None
            assert tokens.access_token != "expired"
        stale = SessionMemory(tokens.model_copy(update={"access_token": "expired"}))
        async with caller(half, place.url, store=stale) as client:
            # The socket is the first to show the token.
            model = place.model("fake-echo-100tps")
            async with client.asking("Hi", conversation=made.id, model=model) as answer:
                assert (await answer.result()).content == "Hi"

    async def test_processes_that_share_a_session_renew_it_in_turn(
        self, place: Place, half: Half, tmp_path: Path
    ) -> None:
        someone = await joined(place)
        path = tmp_path / "state" / "session.json"
        # Files are read beside the loop.
        aside = asyncio.to_thread
        async with caller(half, place.url, store=SessionFile(path)) as first:
            await first.call("sign_in", someone.email, PASSWORD)
            assert await aside(_rights, path) == (0o600, 0o700)
            async with (
                caller(half, place.url, store=SessionFile(path)) as second,
                caller(half, place.url, store=SessionFile(path)) as third,
            ):
                assert (await second.call("get_me")).email == someone.email
                kept = await aside(SessionFile(path).load)
                assert kept is not None
                await aside(SessionFile(path).save, kept.model_copy(update={"access_token": "expired"}))
                asked = (client.call("get_me") for client in (third, second, first) * 2)
                assert {person.email for person in await asyncio.gather(*asked)} == {someone.email}
                assert await aside(_rights, path) == (0o600, 0o700)
                await second.call("sign_out")
                assert not await aside(path.exists)
            with pytest.raises(UnauthenticatedError):
                await first.call("get_me")

    async def test_a_session_that_has_ended_is_opened_again_with_the_password(self, place: Place, half: Half) -> None:
        someone = await joined(place)
        store = SessionMemory(Tokens(access_token="gone", refresh_token="gone"))
        async with caller(half, place.url, store=store, email=someone.email, password=PASSWORD) as client:
            assert (await client.call("get_me")).email == someone.email


__all__ = ["MODELS", "Caller", "Contract", "Place"]
