"""Live events between processes and to the people who watch: the event log, and signals on top of it."""

from convosphere.platform.realtime.factory import open_event_log
from convosphere.platform.realtime.log import Entry, EventLog, EventLogUnavailableError, TrimmedError
from convosphere.platform.realtime.memory import MemoryEventLog
from convosphere.platform.realtime.signals import ControlBus
from convosphere.platform.realtime.streams import person_stream

__all__ = [
    "ControlBus",
    "Entry",
    "EventLog",
    "EventLogUnavailableError",
    "MemoryEventLog",
    "TrimmedError",
    "open_event_log",
    "person_stream",
]
