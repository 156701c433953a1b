"""What a dry run counts."""

from collections.abc import Sequence

from convosphere.features.transfer.rules.sources import Converted
from convosphere.features.transfer.schemas import Report, ReportFinding
from convosphere.features.transfer.types import Source

MOST_FINDINGS = 200


class Tally:
    """The report while it grows. Remembers a hash for each conversation: a hundred bytes each."""

    def __init__(self) -> None:
        self.report = Report()
        self.source: Source | None = None
        self._seen: set[tuple[str, str, bytes]] = set()
        self._names: set[tuple[str, str]] = set()

    def add(self, findings: Sequence[ReportFinding]) -> None:
        """What is wrong somewhere; beyond a bound only how often."""
        room = MOST_FINDINGS - len(self.report.findings)
        self.report.findings.extend(findings[:room])
        self.report.more_findings += len(findings[room:])

    def count(self, converted: Converted, known: set[tuple[str, str, bytes]]) -> None:
        """A conversation; `known`: what the person has already, by source, id there and hash."""
        self.source = self.source or converted.source
        name = (str(converted.source), converted.source_id)
        origin = (*name, converted.content_hash)
        if origin in known or origin in self._seen:
            self.report.already_there += 1
            return
        if name in self._names or any(each[:2] == name for each in known):
            self.report.changed += 1
        self._seen.add(origin)
        self._names.add(name)
        self.report.conversations += 1
        self.report.messages += len(converted.conversation.messages)
