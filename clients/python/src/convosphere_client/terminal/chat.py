"""A conversation in the terminal."""

from uuid import UUID

from prompt_toolkit.patch_stdout import patch_stdout
from rich.box import SIMPLE
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from convosphere_client._async.client import AsyncConvoSphere
from convosphere_client.errors import ConvoSphereError, ForbiddenError, UnauthenticatedError
from convosphere_client.models_gen import ModelOut, PersonOut
from convosphere_client.terminal.answering import LeaveError, follow
from convosphere_client.terminal.choosing import choose_model, find_conversation, model_named
from convosphere_client.terminal.command import INTERRUPTED, OK, Options, UsageError
from convosphere_client.terminal.interrupts import Presses, interrupts
from convosphere_client.terminal.keyboard import quiet_keys
from convosphere_client.terminal.prompt import open_prompt
from convosphere_client.terminal.signing_in import sign_in_if_needed
from convosphere_client.terminal.texts import Texts, explain
from convosphere_client.terminal.view import AnswerView, console


async def converse(client: AsyncConvoSphere, options: Options, texts: Texts) -> int:
    """Signs in, then asks and answers until somebody leaves; the exit code."""
    chat = Chat(client, options, texts)
    try:
        with quiet_keys():
            await chat.begin(await sign_in_if_needed(client, texts))
            # All the time: a press between an answer's end and the next line to write in must not end the chat.
            with interrupts() as pressed:
                return await chat.run(pressed)
    except EOFError:
        return OK
    except (KeyboardInterrupt, LeaveError):
        return INTERRUPTED


class Chat:
    """Where one is, who answers, and what was typed."""

    def __init__(self, client: AsyncConvoSphere, options: Options, texts: Texts) -> None:
        self._client = client
        self._options = options
        self._texts = texts
        self._screen = console()
        self._models: list[ModelOut] = []
        self._model: ModelOut | None = None
        self._conversation: UUID | None = None
        self._prompt = open_prompt(lambda: [model.name for model in self._models if model.available])

    async def begin(self, person: PersonOut | None) -> None:
        """Says who is here and where."""
        await self._load_models()
        self._model = await choose_model(self._client, self._options.model, self._texts)
        self._conversation = await find_conversation(self._client, self._options)
        found = None
        if self._conversation is not None:
            found = await self._client.get_conversation(self._conversation)
        known = self._model or next((model for model in self._models if found and model.id == found.model_id), None)
        answering = known or next((model for model in self._models if model.is_default), None)
        self._say(
            "welcome",
            person=person.name if person else self._texts("key_holder"),
            url=self._client.url,
            model=answering.display_name if answering else self._texts("no_model"),
        )
        if found is not None:
            self._say("continued", title=found.title or self._texts("untitled"))
        elif self._options.go_on:
            self._say("nothing_to_continue")

    async def run(self, pressed: Presses) -> int:
        """Reads and does what was typed, until the end; `pressed`: Ctrl-C outside of the prompt."""
        hinted = False
        while True:
            try:
                typed = await self._read(pressed)
            except KeyboardInterrupt:
                if hinted and not self._prompt.default_buffer.text:
                    return INTERRUPTED
                hinted = True
                self._say("leave_hint")
                continue
            hinted = False
            if typed.startswith("/"):
                if await self._command(typed.strip()):
                    return OK
            elif typed.strip():
                await self._ask(typed.removeprefix(" ") if typed.startswith(" /") else typed, pressed)

    async def _read(self, pressed: Presses) -> str:
        """What was typed.

        Raises:
            KeyboardInterrupt: Ctrl-C, now or since the last answer.
            EOFError: Ctrl-D.
        """

        def take_press() -> None:
            if pressed.take():
                self._prompt.app.exit(exception=KeyboardInterrupt)

        with patch_stdout(raw=True):
            return await self._prompt.prompt_async(pre_run=take_press)

    async def _ask(self, question: str, pressed: Presses) -> None:
        """One question and its answer; what goes wrong is said, and the chat goes on.

        Raises:
            LeaveError: Ctrl-C was pressed twice.
        """
        stream = self._client.ask(
            question,
            conversation=self._conversation,
            model=None if self._model is None else self._model.id,
            temporary=self._options.temporary,
        )
        try:
            with AnswerView(self._screen, self._texts) as view:
                message = await follow(stream, view, pressed)
            self._conversation = message.conversation_id
            view.finish(message)
        except UnauthenticatedError:
            self._say("sign_in_again")
            await sign_in_if_needed(self._client, self._texts)
        except ConvoSphereError as error:
            self._screen.print(Text(explain(error, self._texts, self._client.url), style="red"))

    async def _command(self, typed: str) -> bool:
        """Does what a line with a slash says; True: leave."""
        command, _, rest = typed.partition(" ")
        match command:
            case "/quit" | "/exit":
                return True
            case "/help":
                self._say("help")
            case "/new":
                self._conversation = None
                self._say("began")
            case "/model":
                await self._change_model(rest.strip())
            case _:
                self._say("command_unknown", command=command)
        return False

    async def _change_model(self, name: str) -> None:
        await self._load_models()
        if not name:
            self._screen.print(self._choice())
            return
        try:
            self._model = model_named(self._models, name, self._texts)
        except UsageError as error:
            self._screen.print(Text(str(error)))
        else:
            self._say("model_chosen", model=self._model.display_name)

    async def _load_models(self) -> None:
        try:
            self._models = [model async for model in self._client.iterate_models() if model.available]
        except ForbiddenError:
            # A key that may chat need not be allowed to list.
            self._models = []

    def _choice(self) -> Table:
        """The models; names are never cut off, as they have to be typed."""
        table = Table(box=SIMPLE)
        table.add_column()
        table.add_column(self._texts("model"), overflow="fold")
        table.add_column(self._texts("model_by"), overflow="fold")
        for model in self._models:
            chosen = model == self._model or (self._model is None and model.is_default)
            table.add_row("*" if chosen else "", Text(model.name), Text(model.connection.name))
        return table

    def _say(self, key: str, **values: object) -> None:
        self._screen.print(Markdown(self._texts(key, **values)))
