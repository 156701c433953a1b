"""Which texts run together: those of like length, so that little is padded, and not more than there is memory for."""

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], most_tokens: int) -> Iterator[list[int]]:
    """Places of texts, the longest first; in a batch, count times longest length is at most `most_tokens`.

    The longest come first, so that memory which does not suffice shows at once. A text longer than `most_tokens` is a
    batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * max(1, lengths[batch[0]]) > most_tokens:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
