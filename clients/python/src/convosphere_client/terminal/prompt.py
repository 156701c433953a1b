"""The line in which people write: Enter sends, Alt+Enter begins a new line, Tab completes commands."""

from collections.abc import Callable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

COMMANDS = ("/help", "/model", "/new", "/quit")


class _Commands(Completer):
    """Completes commands, and names of models behind `/model`."""

    def __init__(self, models: Callable[[], list[str]]) -> None:
        self._models = models

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - the library's signature
        """What the text may become."""
        text = document.text
        if text.startswith("/model "):
            begun = text.removeprefix("/model ")
            for name in self._models():
                if name.casefold().startswith(begun.casefold()):
                    yield Completion(name, start_position=-len(begun))
        elif text.startswith("/"):
            for command in COMMANDS:
                if command.startswith(text):
                    yield Completion(command, start_position=-len(text))


def open_prompt(models: Callable[[], list[str]]) -> PromptSession[str]:
    """A prompt that remembers what was typed, as long as it lives."""
    bindings = KeyBindings()

    @bindings.add("enter")
    def _send(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("escape", "enter")
    @bindings.add("c-j")
    def _break(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    session: PromptSession[str] = PromptSession(
        message=FormattedText([("bold", "› ")]),
        prompt_continuation="  ",
        multiline=True,
        key_bindings=bindings,
        history=InMemoryHistory(),
        completer=_Commands(models),
        # A menu that opens while a question is written would be in the way; it opens with a slash.
        complete_while_typing=Condition(lambda: session.default_buffer.text.startswith("/")),
        reserve_space_for_menu=4,
    )
    return session
