"""The examples of the programmer's guide, run as they stand there, one after the other."""

import asyncio
import re
import shlex
from pathlib import Path
from typing import Any

import aiohttp

from convosphere.entry.wiring import Application
from tests.factories.accounts import MadeOrganization
from tests.factories.models import connect_fake
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door

GUIDE = Path(__file__).parents[4] / "docs/guides/programs.md"
MODELS = ("gpt-5-mini", "gpt-5-tools", "gpt-5-json", "text-embedding-3-small")


async def test_the_guides_examples_run(door: Door, application: Application, organization: MadeOrganization) -> None:
    guide = await asyncio.to_thread(GUIDE.read_text)
    examples = re.findall(r"^```python\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    code = "\n".join(examples).replace("https://convosphere.example.org/v1", door.url).replace("csk_…", door.key)
    printed: list[tuple[Any, ...]] = []

    def show(*values: Any, **_: Any) -> None:
        printed.append(values)

    async with FakeProvider(models=MODELS) as named:
        named.script(words=20, model="gpt-5-mini", times=None)
        named.script(tools=1, reply="Yes: rain.", model="gpt-5-tools", times=None)
        named.script(reply='{"name": "Köln", "people": 1087353}', model="gpt-5-json", times=None)
        await connect_fake(application.platform, application.gateway, organization.id, named, name="Named")
        # The guide is not read by strangers: it is this repository's.
        await asyncio.to_thread(exec, compile(code, str(GUIDE), "exec"), {"print": show, "__name__": "guide"})
    said = [values[0] for values in printed if values]
    assert set(MODELS) <= set(said[0])
    assert said[1] == words(20)
    assert {"Yes: rain.", words(20)} <= {each for each in said if isinstance(each, str)}
    assert "name='Köln' people=1087353" in [str(each) for each in said]
    assert (2, 8) in printed
    assert len(examples) == 9


async def test_the_guides_command_runs(door: Door, application: Application, organization: MadeOrganization) -> None:
    """As `curl` would send it."""
    guide = await asyncio.to_thread(GUIDE.read_text)
    (command,) = re.findall(r"^```sh\n(curl .*?)^```$", guide, re.MULTILINE | re.DOTALL)
    command = command.replace("https://convosphere.example.org/v1", door.url).replace("csk_…", door.key)
    url, *options = shlex.split(command.replace("\\\n", " "))[1:]
    sent = list(zip(options[::2], options[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in sent if option == "-H")
    (body,) = [value for option, value in sent if option == "-d"]
    async with FakeProvider(models=MODELS) as named:
        await connect_fake(application.platform, application.gateway, organization.id, named, name="Named")
        async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as response:
            assert response.status == 200
            answer = await response.json()
    assert answer["choices"][0]["message"]["content"]
