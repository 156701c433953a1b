"""One question, one answer: for pipes, scripts, and who is in a hurry."""

import asyncio
import sys

from convosphere_client._async.client import AsyncConvoSphere
from convosphere_client._async.stream import AsyncAnswerStream
from convosphere_client.errors import AnswerFailedError, UnauthenticatedError
from convosphere_client.events import AnswerEvent
from convosphere_client.models_gen import MessageOut
from convosphere_client.terminal.answering import LeaveError, follow
from convosphere_client.terminal.choosing import choose_model, find_conversation
from convosphere_client.terminal.command import INTERRUPTED, OK, Options, UsageError
from convosphere_client.terminal.interrupts import Presses, interrupts
from convosphere_client.terminal.signing_in import sign_in_if_needed
from convosphere_client.terminal.texts import Texts


class _Silent:
    """Shows nothing: what goes into a pipe cannot be taken back, so it is written when it is complete."""

    def take(self, event: AnswerEvent) -> None:
        """Nothing to show."""

    def stopping(self) -> None:
        """Nothing to show."""


async def answer_once(client: AsyncConvoSphere, options: Options, texts: Texts) -> int:
    """Asks and prints the answer; the exit code.

    Raises:
        ConvoSphereError: it failed.
        UsageError: nothing was asked, or nobody is signed in and nobody can be asked for a password.
    """
    question = await asyncio.to_thread(_question, options)
    if not question.strip():
        raise UsageError(texts("empty_question"))
    rich = sys.stdout.isatty() and not options.plain
    if sys.stdin.isatty() and sys.stdout.isatty():
        await sign_in_if_needed(client, texts)
    try:
        model = await choose_model(client, options.model, texts)
        stream = client.ask(
            question,
            conversation=await find_conversation(client, options),
            model=None if model is None else model.id,
            temporary=options.temporary,
        )
        with interrupts() as pressed:
            message = await (_shown(stream, texts, pressed) if rich else follow(stream, _Silent(), pressed))
    except UnauthenticatedError as error:
        if client.has_api_key:
            raise
        raise UsageError(texts("not_signed_in", url=options.url)) from error
    except LeaveError:
        return INTERRUPTED
    return _ended(message, texts, rich=rich)


async def _shown(stream: AsyncAnswerStream, texts: Texts, pressed: Presses) -> MessageOut:
    from convosphere_client.terminal.view import AnswerView, console  # noqa: PLC0415 - heavy

    with AnswerView(console(), texts) as view:
        message = await follow(stream, view, pressed)
    view.finish(message)
    return message


def _question(options: Options) -> str:
    """What was typed, and below it what was piped in."""
    piped = "" if sys.stdin.isatty() else sys.stdin.buffer.read().decode(errors="replace")
    return "\n\n".join(part for part in (options.question, piped.strip("\n")) if part)


def _ended(message: MessageOut, texts: Texts, *, rich: bool) -> int:
    """Writes the answer, unless it was shown already; the exit code."""
    if message.status == "failed":
        raise AnswerFailedError(message)
    if message.status == "stopped":
        sys.stderr.write(f"convosphere: {texts('interrupted')}\n")
        return INTERRUPTED
    if not rich:
        sys.stdout.write(message.content + ("" if message.content.endswith("\n") else "\n"))
        sys.stdout.flush()
    if message.finish_reason == "length":
        sys.stderr.write(f"convosphere: {texts('cut_off')}\n")
    return OK
