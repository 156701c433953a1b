"""All sockets of this process, so that an ended session closes its sockets wherever they are."""

from collections import defaultdict
from typing import Protocol
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions import ACCESS_SIGNAL
from convosphere.platform.realtime import ControlBus
from convosphere.platform.realtime.signals import Signal


class Closable(Protocol):
    """An open connection."""

    actor: Actor | None

    def end_session(self) -> None:
        """Closes the connection because its session has ended."""
        ...

    def recheck(self) -> None:
        """Looks up soon whether the session still holds, and what the person may do now."""
        ...

    def recheck_access(self, conversation_id: UUID) -> None:
        """Looks up soon what the person may do with a conversation, if it is followed."""
        ...


class Connections:
    """Who is connected to this process."""

    def __init__(self, *, per_person: int) -> None:
        self._per_person = per_person
        self._by_person: dict[UUID, set[Closable]] = defaultdict(set)

    def admit(self, connection: Closable, actor: Actor) -> bool:
        """Takes a connection in, unless the person holds as many as one may."""
        held = self._by_person[actor.person_id]
        if connection not in held and len(held) >= self._per_person:
            return False
        held.add(connection)
        return True

    def leave(self, connection: Closable, actor: Actor) -> None:
        """Forgets a connection."""
        held = self._by_person.get(actor.person_id)
        if held is not None:
            held.discard(connection)
            if not held:
                del self._by_person[actor.person_id]

    def listen(self, control: ControlBus) -> None:
        """Hears from now on which sessions and keys have ended, and whose rights have changed."""
        control.subscribe("session.revoked", lambda signal: self._end("session_id", signal))
        control.subscribe("api_key.revoked", lambda signal: self._end("api_key_id", signal))
        control.subscribe("person.changed", self._person_changed)
        control.subscribe(ACCESS_SIGNAL, self._access_changed)
        control.when_missed(self._recheck_all)

    def _person_changed(self, signal: Signal) -> None:
        for connection in list(self._by_person.get(UUID(signal["person_id"]), ())):
            connection.recheck()

    def _access_changed(self, signal: Signal) -> None:
        conversation_id = UUID(signal["conversation_id"])
        for held in list(self._by_person.values()):
            for connection in list(held):
                connection.recheck_access(conversation_id)

    def _recheck_all(self) -> None:
        for held in list(self._by_person.values()):
            for connection in list(held):
                connection.recheck()

    def _end(self, proof: str, signal: Signal) -> None:
        """Closes the connections whose actor came in by the session or key that the signal names."""
        for held in list(self._by_person.values()):
            for connection in list(held):
                if connection.actor is not None and str(getattr(connection.actor, proof)) == signal[proof]:
                    connection.end_session()
