"""Which documents are nearly the same: a fingerprint of 64 bits that few changes of the text change little (SimHash).

The fingerprint is the bitwise majority of the hashes of all groups of three words in a row.
"""

import re
from hashlib import blake2b
from typing import Final

BITS: Final = 64
# Documents that differ in at most so many bits count as nearly the same.
NEAR_BITS: Final = 8
_GROUP: Final = 3
_LEAST_GROUPS: Final = 20
# Of a long document as much as this is looked at, spread over it: fingerprints are for comparing, not for proving.
_MOST_GROUPS: Final = 8_000
_LANE: Final = 16
_WORD = re.compile(r"\w+")
# For each value of a byte a number with a lane of 16 bits for each of its bits, so that one addition counts eight.
_SPREAD: Final = tuple(sum(((value >> bit) & 1) << (_LANE * bit) for bit in range(8)) for value in range(256))
_LANES: Final = (1 << _LANE) - 1
_SIGN: Final = 1 << (BITS - 1)


def signature_of(text: str) -> int | None:
    """The fingerprint as a signed number of 64 bits; None: there is too little text for it to mean anything."""
    words = _WORD.findall(text.casefold())
    groups = len(words) - _GROUP + 1
    if groups < _LEAST_GROUPS:
        return None
    step = max(1, groups // _MOST_GROUPS)
    counted = range(0, groups, step)
    totals = [0] * (BITS // 8)
    for start in counted:
        digest = blake2b(" ".join(words[start : start + _GROUP]).encode(), digest_size=BITS // 8).digest()
        for place, value in enumerate(digest):
            totals[place] += _SPREAD[value]
    half = len(counted) / 2
    found = 0
    for place, total in enumerate(totals):
        for bit in range(8):
            if (total >> (_LANE * bit)) & _LANES > half:
                found |= 1 << (8 * place + bit)
    return found - (1 << BITS) if found & _SIGN else found


def likeness(differing_bits: int) -> float:
    """How much two documents are alike, 0 to 1, from the bits in which their fingerprints differ."""
    return round(max(0.0, 1 - 2 * differing_bits / BITS), 3)
