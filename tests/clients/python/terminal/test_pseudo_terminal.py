"""`convosphere chat` as a person uses it: the installed command on a pseudo-terminal, with a real server."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest

from tests.acceptance.harness.people import PASSWORD
from tests.acceptance.harness.processes import COMMAND, Process, wait_until
from tests.clients.python.contract import Place
from tests.clients.python.terminal.pseudo_terminal import Terminal
from tests.fakes.plan import words

CLIENT = COMMAND.with_name("convosphere-client")
Open = Callable[..., Terminal]


@pytest.fixture
def opened(environment: dict[str, str], tmp_path: Path) -> Open:
    def start(*arguments: str, command: Path = COMMAND, columns: int = 100, **more: str) -> Terminal:
        typed: list[str | Path] = [command, *(["chat"] if command == COMMAND else []), *arguments]
        return Terminal(typed, environment | more, tmp_path, columns=columns)

    return start


class TestConversation:
    def test_from_signing_in_to_leaving(self, opened: Open, email: str, tmp_path: Path) -> None:
        with opened() as terminal:
            terminal.wait_for("E-mail:")
            terminal.type(f"{email}\r")
            terminal.wait_for("Password:")
            terminal.type("not it\r")
            terminal.wait_for("Try again")
            terminal.wait_for("E-mail:", times=2)
            terminal.type(f"{email}\r")
            terminal.wait_for("Password:", times=2)
            terminal.type(f"{PASSWORD}\r")
            terminal.wait_for("Tessa at http")
            assert PASSWORD not in terminal.text
            (kept,) = (tmp_path / "state" / "convosphere").glob("*.json")
            assert kept.stat().st_mode & 0o777 == 0o600
            assert kept.parent.stat().st_mode & 0o777 == 0o700

            terminal.wait_for("›")
            terminal.type("Go\r")
            terminal.wait_for("word-20")
            terminal.wait_for("tokens ·")
            terminal.type("/model\r")
            terminal.wait_for("fake-endless-50tps")
            terminal.type("/model fake-echo\r")
            terminal.wait_for("answers from now on")
            # Alt+Enter begins a new line; Enter sends them all.
            terminal.type("# Big title\x1b\r\x1b\r- **one**\x1b\r- two\x1b\r\x1b\r```python\x1b\rprint(1)\x1b\r```\r")
            terminal.wait_for("tokens ·", times=2)
            # As Markdown: bullets, no stars, no fences in the answer.
            assert " • one" in terminal.text
            assert terminal.text.count("```") == 2, terminal.text
            terminal.type("/new\r")
            terminal.wait_for("A new conversation.")
            terminal.type("/what\r")
            terminal.wait_for("There is no command /what")
            terminal.type("/help\r")
            terminal.wait_for("Alt+Enter")
            terminal.type("/quit\r")
            assert terminal.wait() == 0
            assert "Traceback" not in terminal.text

        # The second time nobody is asked who they are, and goes on where they were.
        with opened("--continue", "--language", "de") as terminal:
            terminal.wait_for("es antwortet")
            terminal.wait_for("Weiter in")
            terminal.wait_for("›")
            terminal.type("\x04")
            assert terminal.wait() == 0
        with opened("--sign-out") as terminal:
            terminal.wait_for("Signed out")
            assert terminal.wait() == 0
        assert not kept.exists()

    def test_ctrl_c_stops_the_answer_and_a_second_one_leaves(self, opened: Open, key: str, process: Process) -> None:
        with opened("--model", "fake-endless", CONVOSPHERE_API_KEY=key) as terminal:
            terminal.wait_for("›")
            terminal.type("Go\r")
            terminal.wait_for("word-5")
            terminal.type("\x03")
            terminal.wait_for("Stopped.")
            terminal.type("half a line\x03")
            terminal.wait_for("Once more")
            # The chat goes on.
            terminal.type("Go\r")
            terminal.wait_for("word-3 ", times=2)
            # A server that does not hear of it, so that the answer is still there for the second one.
            server = psutil.Process(process.pid)
            server.suspend()
            try:
                terminal.type("\x03")
                terminal.wait_for("stopping")
                terminal.type("\x03")
                assert terminal.wait() == 130
            finally:
                server.resume()
            assert "Traceback" not in terminal.text

    def test_a_long_answer_scrolls_by_whole(self, opened: Open, key: str) -> None:
        question = "".join(f"Line {number}\x1b\r\x1b\r" for number in range(40)) + "Line 40"
        with opened("--model", "fake-echo", CONVOSPHERE_API_KEY=key) as terminal:
            terminal.wait_for("›")
            terminal.type(f"{question}\r")
            terminal.wait_for("tokens ·")
            answer = terminal.text.rsplit("Line 0\n", 1)[1]
            assert [answer.count(f"Line {number}\n") for number in range(1, 41)] == [1] * 40, terminal.text

    def test_a_narrow_terminal_shows_the_whole_name_that_has_to_be_typed(self, opened: Open, key: str) -> None:
        with opened("--model", "fake-words-20", CONVOSPHERE_API_KEY=key, columns=24) as terminal:
            terminal.wait_for("›")
            terminal.type("/model\r")
            terminal.wait_for("›", times=2)
            assert "…" not in terminal.text
            terminal.type("/quit\r")
            assert terminal.wait() == 0

    def test_what_fails_is_said_and_the_chat_goes_on(self, opened: Open, key: str) -> None:
        with opened("--model", "fake-500", CONVOSPHERE_API_KEY=key, command=CLIENT) as terminal:
            terminal.wait_for("›")
            terminal.type("Go\r")
            terminal.wait_for("The provider is out of order")
            terminal.type("/model fake-words\r")
            terminal.wait_for("answers from now on")
            terminal.type("Go\r")
            terminal.wait_for("word-20")
            terminal.type("/quit\r")
            assert terminal.wait() == 0

    def test_a_question_as_argument_is_answered_once(self, opened: Open, key: str) -> None:
        with opened("--model", "fake-words-20", "Go", CONVOSPHERE_API_KEY=key) as terminal:
            assert terminal.wait() == 0
            assert words(5) in terminal.text


class TestPipes:
    def _run(
        self, environment: dict[str, str], *arguments: str, stdin: str = "", **more: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [COMMAND, "chat", *arguments],
            input=stdin,
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def test_what_is_piped_in_is_asked_and_only_the_answer_comes_out(
        self, environment: dict[str, str], key: str, place: Place
    ) -> None:
        done = self._run(environment, "--model", "fake-words-20", stdin="Go\n", CONVOSPHERE_API_KEY=key)
        assert (done.returncode, done.stdout, done.stderr) == (0, words(20) + "\n", "")
        text = "Grüße 👩‍👩‍👧‍👦\n\tindented\n"
        done = self._run(
            environment, "--model", "fake-echo", "--temporary", "What is this?", stdin=text, CONVOSPHERE_API_KEY=key
        )
        assert (done.returncode, done.stdout) == (0, f"What is this?\n\n{text}")
        headers = {"authorization": f"Bearer {key}"}
        listed = httpx.get(f"{place.url}/api/v1/conversations", headers=headers).json()["items"]
        assert len(listed) == 1
        done = self._run(
            environment, "--conversation", listed[0]["id"], "--model", "fake-echo", "More", CONVOSPHERE_API_KEY=key
        )
        assert (done.returncode, done.stdout) == (0, "More\n")

    def test_an_interrupt_stops_the_answer_and_prints_nothing(self, environment: dict[str, str], key: str) -> None:
        with subprocess.Popen(
            [COMMAND, "chat", "--model", "fake-endless", "Go"],
            env=environment | {"CONVOSPHERE_API_KEY": key},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            headers = {"authorization": f"Bearer {key}"}
            with httpx.Client(base_url=f"{environment['CONVOSPHERE_URL']}/api/v1", headers=headers) as http:
                wait_until(lambda: _running(http), 30, lambda: "no answer began")
                running.send_signal(signal.SIGINT)
                out, err = running.communicate(timeout=30)
                assert (running.returncode, out) == (130, "")
                assert "Interrupted" in err
                assert not _running(http)


def _running(http: httpx.Client) -> bool:
    return any(conversation["running"] for conversation in http.get("/conversations").json()["items"])
