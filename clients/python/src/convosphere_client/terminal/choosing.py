"""Which model, which conversation."""

from uuid import UUID

from convosphere_client._async.client import AsyncConvoSphere
from convosphere_client.models_gen import ModelOut
from convosphere_client.terminal.command import Options, UsageError
from convosphere_client.terminal.texts import Texts


async def choose_model(client: AsyncConvoSphere, name: str | None, texts: Texts) -> ModelOut | None:
    """The model of that name; None: none is wished for.

    Raises:
        UsageError: there is none, or several begin like that.
    """
    if name is None:
        return None
    return model_named([model async for model in client.iterate_models()], name, texts)


def model_named(models: list[ModelOut], name: str, texts: Texts) -> ModelOut:
    """The model that is called so, whole or by its beginning, by any of its names.

    Raises:
        UsageError: none or several are.
    """
    wanted = name.casefold()
    offered = [model for model in models if model.available]
    exact = [model for model in offered if wanted in (model.name.casefold(), model.display_name.casefold())]
    found = exact or [
        model
        for model in offered
        if model.name.casefold().startswith(wanted) or model.display_name.casefold().startswith(wanted)
    ]
    if not found:
        raise UsageError(texts("model_unknown", name=name))
    if len(found) > 1 and not exact:
        raise UsageError(texts("model_ambiguous", name=name, models=", ".join(model.name for model in found)))
    return found[0]


async def find_conversation(client: AsyncConvoSphere, options: Options) -> UUID | None:
    """Where to go on; None: in a new conversation."""
    if options.conversation is not None or not options.go_on:
        return options.conversation
    page = await client.list_conversations(limit=1)
    return page.items[0].id if page.items else None
