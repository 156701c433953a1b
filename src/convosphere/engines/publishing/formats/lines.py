"""Paragraphs with text from right to left, line by line: the library for PDF breaks and draws from the left only.

Lines are broken as they are read, then put into the order in which they are seen: runs that it can draw.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from convosphere.engines.publishing.formats.bidi import in_order, levels, mirrored, runs_right_to_left, words
from convosphere.engines.publishing.formats.glyphs import is_mark, visible, width_of
from convosphere.engines.publishing.formats.joining import is_joined, joined
from convosphere.engines.publishing.markup import Run

_UNSEEN = str.maketrans("", "", "\u200c\u200e\u200f\u061c")


@dataclass(slots=True)
class _Cluster:
    """A letter with its marks, how deep it lies, and the run it belongs to."""

    signs: str
    depth: int
    run: int


def seen_lines(runs: Sequence[Run], size: float, width: float) -> tuple[list[list[Run]], bool]:
    """The lines of a paragraph, each from left to right, and whether the paragraph begins at the right.

    Args:
        runs: as they are read.
        size: of the letters, in points.
        width: of a line, in points.
    """
    whole = "".join(visible(run.text) for run in runs)
    base = 1 if runs_right_to_left(whole) else 0
    lines: list[list[Run]] = []
    for part in _parts(runs):
        clusters = _clusters(part, base)
        lines += [_seen(line, part) for line in _broken(clusters, part, size, width)]
    return lines, base == 1


def seen_text(text: str) -> str:
    """One line of plain text as it is seen."""
    run = Run(text)
    return "".join(each.text for each in _seen(_clusters([run], int(runs_right_to_left(text))), [run]))


def _parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """What stands between line breaks."""
    part: list[Run] = []
    for run in runs:
        if run.text == "\n":
            yield part
            part = []
        else:
            # The slanted font has no Arabic letters.
            part.append(replace(run, text=visible(run.text), italic=False))
    yield part


def _clusters(runs: Sequence[Run], base: int) -> list[_Cluster]:
    text = "".join(run.text for run in runs)
    owners = [number for number, run in enumerate(runs) for _ in run.text]
    shapes = joined(text) if is_joined(text) else list(text)
    clusters: list[_Cluster] = []
    for sign, shape, depth, owner in zip(text, shapes, levels(text, base), owners, strict=True):
        drawn = mirrored(shape, depth).translate(_UNSEEN)
        if is_mark(sign) and clusters:
            clusters[-1].signs += drawn
        elif drawn:
            clusters.append(_Cluster(drawn, depth, owner))
    return clusters


def _broken(clusters: list[_Cluster], runs: Sequence[Run], size: float, width: float) -> Iterator[list[_Cluster]]:
    """As many words on each line as fit; a word that is too long for one is divided."""
    line: list[_Cluster] = []
    filled = 0.0
    for start, end in words("".join(cluster.signs[0] for cluster in clusters)):
        word = clusters[start:end]
        needed = sum(_width(cluster, runs, size) for cluster in word)
        if line and filled + needed > width:
            yield line
            line, filled = [], 0.0
        for cluster in word:
            taken = _width(cluster, runs, size)
            if line and filled + taken > width and needed > width:
                yield line
                line, filled = [], 0.0
            line.append(cluster)
            filled += taken
    yield line


def _width(cluster: _Cluster, runs: Sequence[Run], size: float) -> float:
    run = runs[cluster.run]
    return width_of(cluster.signs, size, bold=run.bold, code=run.code)


def _seen(line: Sequence[_Cluster], runs: Sequence[Run]) -> list[Run]:
    shown = list(line)
    while shown and shown[-1].signs == " ":
        shown.pop()
    seen: list[Run] = []
    last = -1
    for place in in_order([cluster.depth for cluster in shown]):
        cluster = shown[place]
        if cluster.run == last:
            seen[-1] = replace(seen[-1], text=seen[-1].text + cluster.signs)
        else:
            seen.append(replace(runs[cluster.run], text=cluster.signs))
            last = cluster.run
    return seen
