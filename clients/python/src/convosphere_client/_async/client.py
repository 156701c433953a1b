"""The client that programs hold."""

import os
from collections.abc import AsyncIterator, Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from types import TracebackType
from typing import Any, Final, Self
from uuid import UUID

import httpx

from convosphere_client._async.io import sleep
from convosphere_client._async.operations_gen import AsyncOperations
from convosphere_client._async.realtime import AsyncRealtime
from convosphere_client._async.sending import AsyncSender
from convosphere_client._async.session import AsyncSession
from convosphere_client._async.stream import AsyncAnswerStream
from convosphere_client.credentials import Credentials, SessionMemory, SessionStore
from convosphere_client.errors import AnswerGoneError, ConflictError, ConnectionFailedError
from convosphere_client.following import Following
from convosphere_client.ids import new_id
from convosphere_client.models_gen import (
    Attachment,
    ConversationCreate,
    FileCreate,
    MessageCreate,
    MessageOut,
    SessionOut,
    WhenBusy,
)
from convosphere_client.requests import Answer, Request, request, segment
from convosphere_client.retries import Retries
from convosphere_client.version import VERSION

DEFAULT_URL: Final = "http://127.0.0.1:8080"
_PAGE: Final = 50
_PATIENT: Final = Retries()


class AsyncConvoSphere(AsyncOperations):
    """A client of one server, as one person or key.

    Every operation of the API is a method by its name (`list_conversations`), every paged one also an iterator over
    all pages (`iterate_conversations`). On top stands `ask`, which streams answers.

    Args:
        url: the server's address, without `/api`; none: the environment's CONVOSPHERE_URL, else this machine.
        api_key: `csk_…`; none, and no e-mail and no store either: the environment's CONVOSPHERE_API_KEY.
        email: whose session is opened with the first request, and again when it has ended.
        password: goes with it.
        store: where the session is kept; none: in memory.
        language: in which the server speaks to an API key, and before somebody has signed in; none: as the person has
            set, which counts in their sessions anyway.
        retries: how patient it is.
        timeout: seconds for a connection, and for each piece of an answer.
        ssl: whom to trust; none: the usual authorities.
        transport: how HTTP gets to the server, in the manner of httpx; none: over the network.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        api_key: str | None = None,
        email: str | None = None,
        password: str | None = None,
        store: SessionStore | None = None,
        language: str | None = None,
        retries: Retries = _PATIENT,
        timeout: float = 30.0,
        ssl: SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        address = (url or os.environ.get("CONVOSPHERE_URL") or DEFAULT_URL).rstrip("/")
        if api_key is None and email is None and store is None:
            api_key = os.environ.get("CONVOSPHERE_API_KEY") or None
        headers = {"user-agent": f"convosphere-client/{VERSION}"}
        if language is not None:
            headers["accept-language"] = language
        http = httpx.AsyncClient(
            base_url=address,
            headers=headers,
            timeout=timeout,
            verify=ssl or True,
            transport=transport,
            # The session's cookie is handled where sessions are; others are none of ours.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        session = AsyncSession(
            AsyncSender(http, retries), Credentials(api_key, email, password), store or SessionMemory()
        )
        super().__init__(address, http, session, retries, language=language, ssl=ssl)
        self.has_api_key = api_key is not None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections; the session stays."""
        await self._http.aclose()

    async def sign_in(self, email: str, password: str) -> SessionOut:
        """Opens a session, which is kept and renewed from now on.

        Raises:
            UnauthenticatedError: they are not right.
        """
        return await self._session.sign_in(email, password)

    async def sign_out(self) -> None:
        """Ends the session, also on the server."""
        await self._session.sign_out()

    def ask(
        self,
        content: str,
        *,
        conversation: UUID | None = None,
        model: UUID | None = None,
        models: Sequence[UUID] = (),
        attachments: Sequence[UUID] = (),
        edits: UUID | None = None,
        when_busy: WhenBusy = "refuse",
        temporary: bool = False,
    ) -> AsyncAnswerStream:
        """A question, whose answer streams: `async with client.ask("…") as answer: async for event in answer: …`.

        Args:
            content: the question, as Markdown.
            conversation: where it is asked; none: in a new one.
            model: who answers; none: the conversation's model, else the default.
            models: two to four that answer side by side.
            attachments: files that come with it.
            edits: the question in whose place it is asked.
            when_busy: `refuse`, `queue` behind a running answer, or `steer`, which stops that one first.
            temporary: whether a new conversation is to leave no trace.
        """
        # Made once, so that nothing happens twice however often it is sent.
        created, question = new_id(), new_id()

        async def begin(stream: AsyncAnswerStream) -> Following:
            where = conversation
            if where is None:
                where = created
                wanted = _given(id=created, model_id=model, temporary=temporary or None)
                await self.create_conversation(ConversationCreate(**wanted))
            cursor = await stream.follow(where)
            chosen = None if conversation is None else model
            asked = _given(
                id=question,
                content=content,
                model_id=chosen,
                model_ids=list(models) or None,
                attachment_ids=list(attachments) or None,
                edits=edits,
                when_busy=when_busy,
            )
            sent = await self.send_message(where, MessageCreate(**asked))
            return Following(where, question, sent.answers, cursor)

        return AsyncAnswerStream(self, self._retries, begin)

    async def upload(self, name: str, content: bytes, *, media_type: str | None = None) -> Attachment:
        """Sends a file in pieces, for `attachments` of a question; goes on after a cut from where it was.

        Args:
            name: what people see it called.
            content: all of it.
            media_type: a hint; the content decides.

        Raises:
            ProblemError: it is not taken: too large, too many, empty.
            ConnectionFailedError: the server did not answer for longer than the client is patient.
        """
        made = await self.create_file(FileCreate(**_given(name=name, size=len(content), media_type=media_type)))
        offset, attempt = made.upload.offset, 0
        while offset < len(content):
            piece = content[offset : offset + made.upload.chunk_bytes]
            try:
                await self.upload_content(made.file.id, offset, piece)
            except (ConnectionFailedError, ConflictError):
                # What of the piece has arrived the server knows.
                delay = self._retries.delay_after(attempt, None)
                if delay is None:
                    raise
                await sleep(delay)
                attempt += 1
                arrived = await self._send(request("HEAD", f"/files/{segment(made.file.id)}/content"))
                offset = int(arrived.headers["upload-offset"])
            else:
                offset, attempt = offset + len(piece), 0
        return await self.get_file(made.file.id)

    def follow(self, answer: MessageOut) -> AsyncAnswerStream:
        """An answer that is being written already (by `retry_answer`, `continue_answer`, or asked for elsewhere)."""

        async def begin(stream: AsyncAnswerStream) -> Following:
            page = await self.list_messages(answer.conversation_id, limit=_PAGE, around=answer.id)
            found = [message for message in page.items if message.id == answer.id]
            if not found:
                raise AnswerGoneError("The answer is no longer there.")
            cursor = await stream.follow(answer.conversation_id, page.event_cursor)
            return Following(answer.conversation_id, answer.parent_id or answer.id, found, cursor)

        return AsyncAnswerStream(self, self._retries, begin)

    async def iterate_messages(self, conversation_id: UUID) -> AsyncIterator[MessageOut]:
        """The messages of the branch that is shown, the newest first, page by page."""
        cursor: str | None = None
        while True:
            page = await self.list_messages(conversation_id, cursor=cursor)
            for message in reversed(page.items):
                yield message
            cursor = page.next_cursor
            if cursor is None:
                return

    async def open_realtime(self) -> AsyncRealtime:
        """A connection to the server's socket, for `AsyncAnswerStream`."""
        return await AsyncRealtime.open(self.url, self._session, language=self._language, ssl=self._ssl)

    async def renew_token(self, refused: str | None) -> bool:
        """Replaces a token that was refused; False: there is no other."""
        return await self._session.renew(refused)

    async def request(
        self,
        method: str,
        path: str,
        kind: type[Answer],
        *,
        query: dict[str, Any] | None = None,
        json: object = None,
        repeatable: bool = False,
    ) -> Answer:
        """Anything below `/api/v1` that this version has no method for, as this client's person.

        Args:
            method: of HTTP.
            path: `/conversations`.
            kind: the model of the answer.
            query: the address's parameters.
            json: the body.
            repeatable: whether it does no harm when it comes twice.
        """
        return await self._call(Request(method, path, query or {}, {}, json=json, repeatable=repeatable), kind)


def _given(**fields: object) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
