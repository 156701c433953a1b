"""The terminal chat in this process, quicker than on a pseudo-terminal of its own: what it says, and its exit codes."""

import io
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.output import DummyOutput

from convosphere_client.terminal import main
from tests.acceptance.harness.people import PASSWORD
from tests.clients.python.contract import Place
from tests.fakes.plan import words
from tests.harness.guards import only_this_machine

PATIENCE_SECONDS = 45
Run = Callable[..., int]


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """A terminal's loop may wait for its terminal: nobody else is served by it."""
    with only_this_machine():
        yield


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Keys:
    """A pseudo-terminal's keys, pressed by a thread whenever the screen shows what comes before them."""

    def __init__(self, screen: _Screen, steps: list[tuple[str, str]]) -> None:
        self._master, inner = os.openpty()
        self.stdin = os.fdopen(inner, "r")
        self._screen = screen
        self._steps = steps
        self._thread = threading.Thread(target=self._press)
        self.missed: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(PATIENCE_SECONDS)
        self.stdin.close()
        os.close(self._master)
        assert self.missed == [], self._screen.getvalue()

    def _press(self) -> None:
        seen = 0
        deadline = time.monotonic() + PATIENCE_SECONDS
        for after, keys in self._steps:
            while (place := self._screen.getvalue().find(after, seen)) < 0 and time.monotonic() < deadline:
                time.sleep(0.01)
            self.missed += [after] if place < 0 else []
            seen = place + len(after)
            os.write(self._master, keys.encode())


@pytest.fixture
def in_environment(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONVOSPHERE_API_KEY", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("CONVOSPHERE_URL", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, environment[name])


@pytest.fixture
def piped(in_environment: None, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: ARG001 - asked for its effect
    def run(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        return main(list(arguments))

    return run


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "said"),
    [
        (("--model", "fake-500"), "Go", 1, "The provider is out of order"),
        (("--model", "nothing"), "Go", 2, "nothing"),
        (("--model", "fake"), "Go", 2, "fake-words-20, fake-echo"),
        (("--conversation", "nothing"), "Go", 2, "nothing"),
        (("--conversation", str(uuid4())), "Go", 1, "not visible to you"),
        ((), "  \n", 2, "Nothing was asked"),
        (("--url", "http://127.0.0.1:1"), "Go", 1, "does not answer"),
        (("--url", "http://127.0.0.1:1", "--language", "de"), "Go", 1, "antwortet nicht"),
    ],
)
def test_what_goes_wrong_has_an_exit_code_and_one_line(
    piped: Run,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    stdin: str,
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("CONVOSPHERE_API_KEY", key)
    assert piped(*arguments, stdin=stdin) == code
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1), err
    assert said in err


@pytest.mark.parametrize(
    ("key", "said"), [("", "Set CONVOSPHERE_API_KEY"), ("csk_wrong", "does not accept this API key")]
)
def test_nobody_signed_in_is_no_hang_but_a_hint(
    piped: Run, key: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONVOSPHERE_API_KEY", key)
    assert piped("--plain", stdin="Go") == 2
    told = capsys.readouterr().err
    assert said in told
    assert "CONVOSPHERE_API_KEY" in told


@pytest.mark.usefixtures("in_environment")
def test_a_conversation_from_signing_in_to_leaving(
    place: Place, email: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _Screen()
    steps = [
        ("Melden Sie sich", f"{email}\rnot it\r"),
        ("noch einmal", f"{email}\r{PASSWORD}\r"),
        (" bei ", "Go\r"),
        ("Tokens", "/model\r"),
        ("fake-endless-50tps", "/model fake-echo\r"),
        ("antwortet", "/model nothing\r"),
        ("kein Modell", " /slash\r"),
        ("Tokens", "/new\r"),
        ("neue Unterhaltung", "/help\r"),
        ("Alt+Eingabe", "/what\r"),
        ("/what", "/model fake-500\r"),
        ("antwortet", "Go\r"),
        ("The provider", "/quit\r"),
    ]
    monkeypatch.setattr(sys, "stdout", screen)
    with _Keys(screen, steps) as keys, create_app_session(output=DummyOutput()):
        monkeypatch.setattr(sys, "stdin", keys.stdin)
        assert main(["--language", "de", "--model", "fake-words-20"]) == 0, screen.getvalue()
    assert words(5) in screen.getvalue()
    assert "/slash" in screen.getvalue()
    assert (tmp_path / "state" / "convosphere").is_dir()

    again = _Screen()
    monkeypatch.setattr(sys, "stdout", again)
    with _Keys(again, [("Going on", "\x04")]) as keys, create_app_session(output=DummyOutput()):
        monkeypatch.setattr(sys, "stdin", keys.stdin)
        assert main(["--continue"]) == 0, again.getvalue()
        assert main(["--url", place.url, "--continue", "Go", "--model", "fake-words-20"]) == 0
        assert main(["--sign-out"]) == 0
    assert words(5) in again.getvalue()
    assert "Signed out" in again.getvalue()
