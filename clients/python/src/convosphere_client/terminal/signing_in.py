"""Signing in at a terminal."""

import sys

from convosphere_client._async.client import AsyncConvoSphere
from convosphere_client.errors import ForbiddenError, ProblemError, UnauthenticatedError
from convosphere_client.models_gen import PersonOut
from convosphere_client.terminal.texts import Texts

_REFUSED = frozenset({401, 403, 422, 429})


async def sign_in_if_needed(client: AsyncConvoSphere, texts: Texts) -> PersonOut | None:
    """Who is signed in, after asking for e-mail and password if nobody is; None: a key that may not know.

    Raises:
        UnauthenticatedError: an API key is refused; asking for a password would not help.
    """
    try:
        return await client.get_me()
    except ForbiddenError:
        return None
    except UnauthenticatedError:
        if client.has_api_key:
            raise
    return await _ask(client, texts)


async def _ask(client: AsyncConvoSphere, texts: Texts) -> PersonOut:
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - only needed here

    prompt: PromptSession[str] = PromptSession()
    sys.stdout.write(texts("signing_in", url=client.url) + "\n")
    while True:
        email = (await prompt.prompt_async(texts("email"), is_password=False)).strip()
        password = await prompt.prompt_async(texts("password"), is_password=True)
        try:
            return (await client.sign_in(email, password)).person
        except ProblemError as error:
            if error.status not in _REFUSED:
                raise
            sys.stdout.write(texts("sign_in_refused", problem=error) + "\n")
