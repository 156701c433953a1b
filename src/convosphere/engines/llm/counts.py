"""Tokens as providers report them, which are not always what can be."""

import math

from convosphere.engines.llm.types import Usage

# More nobody can have asked for in one call.
MOST_TOKENS = 2**31 - 1


def read_count(value: object) -> int | None:
    """A whole number of tokens, never below zero and never absurd; None: this is no count."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        return None
    return min(int(value), MOST_TOKENS)


def read_usage(
    taken: object, given: object, *, cached: object = None, written: object = None, reasoning: object = None
) -> Usage | None:
    """What a provider counted: in all that was taken in, what the cache served of it and took, in all that was given,
    and what was thought of that. What is left out is zero.

    None: both are zero, as in some early chunks, or one of both is no count. Then our estimate is nearer to the truth.
    A part is never larger than what it is a part of.
    """
    tokens_in, tokens_out = (0 if each is None else read_count(each) for each in (taken, given))
    if tokens_in is None or tokens_out is None or not tokens_in + tokens_out:
        return None
    served = min(read_count(cached) or 0, tokens_in)
    return Usage(
        input_tokens=tokens_in,
        output_tokens=tokens_out,
        cached_input_tokens=served,
        cache_write_tokens=min(read_count(written) or 0, tokens_in - served),
        reasoning_tokens=min(read_count(reasoning) or 0, tokens_out),
    )
