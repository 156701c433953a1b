"""The command: reads its arguments, decides between a conversation and a single answer, says how it ended."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final
from uuid import UUID

from convosphere_client._async.client import DEFAULT_URL, AsyncConvoSphere
from convosphere_client.credentials import SessionFile, session_path
from convosphere_client.errors import ConvoSphereError, UnauthenticatedError
from convosphere_client.terminal.texts import LANGUAGES, Texts, explain, language_of
from convosphere_client.version import VERSION

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130
_KEY: Final = "CONVOSPHERE_API_KEY"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    question: str
    url: str
    model: str | None
    conversation: UUID | None
    go_on: bool
    temporary: bool
    plain: bool
    sign_out: bool


class UsageError(Exception):
    """It was called in a way that cannot work; the message says what to do."""


def main(arguments: Sequence[str] | None = None, program: str = "convosphere-client") -> int:
    """Runs the command.

    Returns:
        0: well; 1: the server, the model or the network failed; 2: called wrongly or not signed in; 130: Ctrl-C.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    texts = Texts(language_of(_language_in(given)))
    url = ""
    try:
        options = _read(given, texts, program)
        url = options.url
        return asyncio.run(_run(options, texts))
    except UsageError as error:
        return _complain(str(error), USAGE)
    except UnauthenticatedError as error:
        # Whoever has a key was never asked for a password, so «sign in again» would help them little.
        return _complain(texts("key_refused", url=url) if os.environ.get(_KEY) else str(error), USAGE)
    except ConvoSphereError as error:
        return _complain(explain(error, texts, url), FAILED)
    except BrokenPipeError:
        # Whoever read the answer has gone; Python must not complain again when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, asyncio.CancelledError):
        return INTERRUPTED


async def _run(options: Options, texts: Texts) -> int:
    if find_spec("rich") is None or find_spec("prompt_toolkit") is None:
        raise UsageError(texts("terminal_missing"))
    # Heavy, and of no use for `--help`.
    from convosphere_client.terminal.chat import converse  # noqa: PLC0415 - see above
    from convosphere_client.terminal.single import answer_once  # noqa: PLC0415 - see above

    key = os.environ.get(_KEY) or None
    store = None if key else SessionFile(session_path(options.url))
    async with AsyncConvoSphere(options.url, api_key=key, store=store, language=texts.language) as client:
        if options.sign_out:
            await client.sign_out()
            sys.stdout.write(texts("signed_out", url=options.url) + "\n")
            return OK
        if options.question or not sys.stdin.isatty():
            return await answer_once(client, options, texts)
        return await converse(client, options, texts)


def _read(arguments: Sequence[str], texts: Texts, program: str) -> Options:
    parser = argparse.ArgumentParser(prog=program, description=texts("about"))
    parser.add_argument("question", nargs="*", help=texts("option_question"))
    default = os.environ.get("CONVOSPHERE_URL") or DEFAULT_URL
    parser.add_argument("--url", default=default, help=texts("option_url", default=DEFAULT_URL))
    parser.add_argument("--model", help=texts("option_model"))
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--conversation", metavar="ID", help=texts("option_conversation"))
    place.add_argument("-c", "--continue", dest="go_on", action="store_true", help=texts("option_continue"))
    place.add_argument("--temporary", action="store_true", help=texts("option_temporary"))
    parser.add_argument("--language", choices=LANGUAGES, help=texts("option_language"))
    parser.add_argument("--plain", action="store_true", help=texts("option_plain"))
    parser.add_argument("--sign-out", action="store_true", help=texts("option_sign_out"))
    parser.add_argument("--version", action="version", version=VERSION, help=texts("option_version"))
    found = parser.parse_args(arguments)
    return Options(
        question=" ".join(found.question),
        url=found.url.rstrip("/"),
        model=found.model,
        conversation=None if found.conversation is None else _id(found.conversation, texts),
        go_on=found.go_on,
        temporary=found.temporary,
        plain=found.plain,
        sign_out=found.sign_out,
    )


def _id(text: str, texts: Texts) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(texts("bad_id", id=text)) from None


def _language_in(arguments: Sequence[str]) -> str | None:
    """The language that the help itself is to speak, before the arguments are read."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":
            return value or "".join(arguments[place + 1 : place + 2])
    return None


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"convosphere: {message}\n")
    return code
