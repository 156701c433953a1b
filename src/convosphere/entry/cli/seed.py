"""`convosphere seed`: a demo organisation, filled through the same actions that people use."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from convosphere.entry.cli.seed_knowledge import fill_base
from convosphere.entry.cli.session import effective_settings, fail, run_async
from convosphere.entry.wiring import Application, Purpose, open_application
from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.actions.profile import change_me
from convosphere.features.accounts.schemas import MePatch
from convosphere.features.accounts.types import Actor, Role
from convosphere.features.chat import actions as chat
from convosphere.features.chat.schemas import ConversationCreate, ConversationPatch, MessageCreate, SourceIn
from convosphere.platform.database import DataDirectoryInUseError
from convosphere.platform.database.exclusivity import SecondProcessError

_CONTENT = Path(__file__).with_name("demo.json")
_PATIENCE_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.05

Demo = Mapping[str, Any]


def seed() -> None:
    """Makes the demo organisation and prints how to sign in. A second run changes nothing."""
    run_async(_seed(orjson.loads(_CONTENT.read_bytes())))


async def _seed(demo: Demo) -> None:
    async with _application() as application:
        if await administer.has_person(application.platform, demo["people"][0]["email"]):
            sys.stdout.write("The demo organisation is there already.\n")
            return
        organization_id = await administer.create_organization(application.platform, demo["organization"])
        people = {
            person["email"]: await _join(application, organization_id, person, demo["password"])
            for person in demo["people"]
        }
        bases = {
            base["name"]: await fill_base(application.platform, people[base["keeper"]], base) for base in demo["bases"]
        }
        answers = 0
        for person in demo["people"]:
            for talk in person["conversations"]:
                answers += await _talk(application, people[person["email"]], talk, bases)
    documents = sum(len(base["documents"]) for base in demo["bases"])
    sys.stdout.write(
        f"“{demo['organization']}”: {len(people)} people, {documents} documents, {answers} answered questions.\n"
    )
    for person in demo["people"]:
        sys.stdout.write(f"  {person['email']}  {demo['password']}  ({person['role']})\n")


@asynccontextmanager
async def _application() -> AsyncIterator[Application]:
    """An application whose questions get answered: by the server that runs already, else by a worker here."""
    settings = effective_settings()
    try:
        async with open_application(settings, Purpose.SERVE) as application:
            await application.platform.jobs.start_worker(alone=settings.redis.url is None)
            yield application
    except (DataDirectoryInUseError, SecondProcessError):
        async with open_application(settings, Purpose.COMMAND) as application:
            yield application


async def _join(application: Application, organization_id: UUID, person: Demo, password: str) -> Actor:
    """A new person, with their language and a finished onboarding."""
    platform, role = application.platform, Role(person["role"])
    person_id = await administer.create_person(
        platform,
        email=person["email"],
        name=person["name"],
        password=password,
        role=role,
        organization_id=organization_id,
    )
    actor = Actor(
        organization_id=organization_id,
        person_id=person_id,
        name=person["name"],
        role=role,
        permissions=application.roles.of(role),
        locale=person["locale"],
    )
    async with platform.database.transaction(organization_id) as session:
        patch = MePatch(locale=person["locale"], onboarded=True)
        await change_me(session, platform.clock, application.roles, actor, patch)
    return actor


async def _talk(application: Application, actor: Actor, talk: Demo, bases: Mapping[str, UUID]) -> int:
    """A conversation, question by question, each asked when the one before is answered; `bases` are ids by name."""
    platform = application.platform
    async with platform.database.transaction(actor.organization_id) as session:
        sources = [SourceIn(kind="base", id=bases[name]) for name in talk.get("sources", ())]
        conversation = await chat.create_conversation(session, platform, actor, ConversationCreate(sources=sources))
    for question in talk["questions"]:
        async with platform.database.transaction(actor.organization_id) as session:
            sent = await chat.send_message(session, platform, actor, conversation.id, MessageCreate(content=question))
        for answer in sent.answers:
            await _answered(application, actor, conversation.id, answer.id)
    async with platform.database.transaction(actor.organization_id) as session:
        patch = ConversationPatch(title=talk["title"])
        await chat.change_conversation(session, platform, actor, conversation.id, patch)
    return len(talk["questions"])


async def _answered(application: Application, actor: Actor, conversation_id: UUID, answer_id: UUID) -> None:
    """Waits for the worker, wherever it runs; only the database is common to both."""
    platform = application.platform
    deadline = platform.clock.monotonic() + _PATIENCE_SECONDS
    while platform.clock.monotonic() < deadline:
        async with platform.database.transaction(actor.organization_id) as session:
            page = await chat.list_messages(session, platform, actor, conversation_id, chat.Wanted(limit=2))
        answer = next(message for message in page.items if message.id == answer_id)
        if answer.completed_at is not None:
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    fail("no worker answers: is one running?")
