"""Words one slip of a finger away: a letter missing, too many, wrong, or two swapped. Pure.

Where other search engines keep a list of all words, this asks the index for every neighbour of the word: some five
hundred looks, a few milliseconds, and nothing that must be kept up to date or could outlive a deleted message.
"""

from string import ascii_lowercase

# Shorter words have so many neighbours that they mean nothing; longer ones are no words.
SHORTEST, LONGEST = 4, 24


def can_be_mistyped(word: str) -> bool:
    """Whether it is a word whose neighbours are worth asking for (folded Latin letters)."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def neighbours(word: str, *, unfinished: bool) -> list[str]:
    """All words that differ by one slip. Of an unfinished word the end stays: a beginning without its last letter
    would be the beginning of far too much."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + (0 if unfinished else 1))]
    found: set[str] = set()
    for head, tail in cuts:
        if len(tail) > (1 if unfinished else 0):
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
        found.update(head + letter + tail for letter in ascii_lowercase)
    found.discard(word)
    return sorted(found)
