"""An answer on the screen while it is being written: finished blocks stay, the last one is repainted."""

from types import TracebackType
from typing import Final, Self

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.live import Live
from rich.markdown import Markdown
from rich.spinner import Spinner
from rich.text import Text

from convosphere_client.events import (
    AnswerDelta,
    AnswerEnded,
    AnswerEvent,
    AnswerWithdrawn,
    ConnectionCut,
    ConnectionResumed,
)
from convosphere_client.models_gen import MessageOut
from convosphere_client.terminal.blocks import finished
from convosphere_client.terminal.texts import Texts

_PAINTS_A_SECOND: Final = 12
# Lines below the text: the state, and one so that nothing scrolls.
_ROOM_BELOW: Final = 3


def console() -> Console:
    """The terminal, with the colours it has."""
    return Console(highlight=False)


class AnswerView:
    """Shows one answer; also a `View` of `answering`."""

    def __init__(self, screen: Console, texts: Texts) -> None:
        self._screen = screen
        self._texts = texts
        self._text = ""
        # So much of the text is on the screen for good.
        self._printed = 0
        self._thinking = False
        self._state: str | None = None
        self._spinner = Spinner("dots", style="dim")
        self._live = Live(
            console=screen,
            refresh_per_second=_PAINTS_A_SECOND,
            transient=True,
            get_renderable=self._picture,
            vertical_overflow="crop",
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()
        # What came before a failure is kept, also here.
        self._print(len(self._text))

    def take(self, event: AnswerEvent) -> None:
        """Shows what is new."""
        match event:
            case AnswerDelta(part="content", text=text):
                self._text += text
                self._thinking = False
                if "\n" in text:
                    self._print(self._printed + finished(self._text[self._printed :]))
            case AnswerDelta():
                self._thinking = True
            case AnswerWithdrawn(part="content", keep=keep):
                self._withdraw(keep)
            case ConnectionCut():
                self._state = self._texts("cut")
            case ConnectionResumed():
                self._state = None
            case AnswerWithdrawn() | AnswerEnded():
                pass

    def stopping(self) -> None:
        """Says that it is being stopped."""
        self._state = self._texts("stopping")

    def finish(self, message: MessageOut) -> None:
        """Says how it ended, and what it took."""
        if message.error is not None:
            self._screen.print(Text(f"{message.error.title}. {message.error.detail}", style="red"))
        elif message.status == "stopped":
            self._screen.print(Text(self._texts("stopped"), style="yellow"))
        elif message.finish_reason == "length":
            self._screen.print(Text(self._texts("cut_off"), style="yellow"))
        if message.error is None:
            self._screen.print(Text(_facts(message, self._texts), style="dim"))

    def _withdraw(self, keep: int) -> None:
        self._text = self._text[:keep]
        if keep < self._printed:
            # What has scrolled away cannot be taken back, only said again.
            self._screen.print(Text(self._texts("taken_up_again"), style="yellow"))
            self._printed = 0

    def _print(self, end: int) -> None:
        """Puts the text up to there on the screen for good."""
        block = self._text[self._printed : end]
        if block.strip():
            self._screen.print(Group(*self._gap(), _Lines(block, whole=True)), end="")
        self._printed = end

    def _gap(self) -> list[Text]:
        return [Text("")] if self._text[: self._printed].strip() else []

    def _picture(self) -> Group:
        rest = self._text[self._printed :]
        # Its own way of changing the text overlooks an empty one.
        self._spinner.text = Text(self._said(), style="dim")
        if not rest.strip():
            return Group(self._spinner)
        return Group(*self._gap(), _Lines(rest, whole=False), self._spinner)

    def _said(self) -> str:
        if self._state is not None:
            return self._state
        if self._text:
            return ""
        return self._texts("thinking" if self._thinking else "waiting")


class _Lines:
    """Markdown without empty lines around it; of a long one, as much of its end as fits on the screen."""

    def __init__(self, text: str, *, whole: bool) -> None:
        self._markdown = Markdown(text)
        self._whole = whole

    def __rich_console__(self, screen: Console, options: ConsoleOptions) -> RenderResult:
        lines = screen.render_lines(self._markdown, options.update(height=None), pad=False)
        written = [place for place, line in enumerate(lines) if "".join(segment.text for segment in line).strip()]
        lines = lines[written[0] : written[-1] + 1] if written else []
        if not self._whole:
            lines = lines[-max(1, screen.height - _ROOM_BELOW) :]
        for line in lines:
            yield from line
            yield Text("\n", end="")


def _facts(message: MessageOut, texts: Texts) -> str:
    """What is known of it: model, tokens, cost, time."""
    facts = [message.model.display_name] if message.model else []
    usage = message.usage
    if usage is not None:
        if usage.output_tokens is not None:
            facts.append(texts("tokens", count=usage.output_tokens))
        if usage.cost is not None:
            facts.append(f"{texts.number(usage.cost)} {usage.currency}")
        if usage.duration_ms is not None:
            facts.append(f"{texts.number(f'{usage.duration_ms / 1000:.1f}')} s")
    return " · ".join(facts)
