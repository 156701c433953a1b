"""What writing answers needs, once per process, and which answers are being written here."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from convosphere.engines.llm import Gateway
from convosphere.features.chat.actions.answer.draft import Draft, Fate
from convosphere.features.chat.actions.answer.pump import Pump
from convosphere.features.chat.actions.stop import STOP_SIGNAL
from convosphere.features.knowledge.actions.search import Ground
from convosphere.platform.context import Platform
from convosphere.platform.realtime.signals import Signal


class AnswerDesk:
    """The answers of this process."""

    def __init__(self, platform: Platform, gateway: Gateway, ground: Ground | None = None) -> None:
        self.platform = platform
        self.gateway = gateway
        self.ground = ground
        self.pump = Pump(platform.database, platform.log)
        self._drafts: dict[UUID, Draft] = {}

    def listen(self) -> None:
        """Hears requests to stop from every process."""
        self.platform.control.subscribe(STOP_SIGNAL, self._on_stop)

    @contextmanager
    def writing(self, draft: Draft) -> Iterator[None]:
        """Within it the draft is sent, saved and can be stopped."""
        self._drafts[draft.key.message_id] = draft
        self.pump.add(draft)
        try:
            with self.platform.metrics.running_answer():
                yield
        finally:
            self.pump.remove(draft)
            if self._drafts.get(draft.key.message_id) is draft:
                del self._drafts[draft.key.message_id]

    def _on_stop(self, signal: Signal) -> None:
        draft = self._drafts.get(UUID(signal["message_id"]))
        if draft is not None:
            draft.end(Fate.STOPPED)
