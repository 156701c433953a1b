"""The search index beside tenancy: nobody finds what is not theirs, nothing stays behind, nothing hostile gets in."""

import ast
import asyncio
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from uuid import UUID

import psycopg
import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import convosphere
from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization, create_person
from tests.factories.messages import Said, say
from tests.features.chat.conftest import Chatter, chatter

SECRET = "xylophone"
PATHS = ("/search/messages", "/search/conversations")
HOSTILE = (
    "' | 'a':* & !",
    "a' || 'b",
    "\\",
    "'':*",
    "!!! ??? ---",
    "- -- -",
    '"',
    '""',
    '-"',
    ":* & | ! <-> ( )",
    "a & b | !c:*A <-> d",
    "\x00 \x00xylophone\x00",
    "\x01\x02\x1b[31m",
    "%' OR 1=1; DROP TABLE messages; --",
    "🙂🙃 👩‍👩‍👧‍👦",
    "\u202eenohpolyx\u202c \u200f\u200e",
    "ﷺ ﬃ Ǆ ẞ İ",
    "e\u0301" * 100,
    "a" * 300,
    "a " * 150,
    "ab cd ef gh ij kl mn op qr st " * 10,
    "abcd " * 60,
    '"' + "the " * 70 + '"',
    "-a -b -c",
)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    """Without a provider: nothing is asked."""
    return await create_organization(application.platform)


@pytest.fixture
async def index(database_urls: DatabaseUrls) -> AsyncIterator[psycopg.AsyncConnection]:
    """A superuser's look at the tables."""
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as connection:
        yield connection


async def rows(index: psycopg.AsyncConnection) -> tuple[int, int]:
    """How many messages and how many titles are in the index."""
    found = await index.execute(
        "SELECT (SELECT count(*) FROM message_index), (SELECT count(*) FROM conversation_index)"
    )
    row = await found.fetchone()
    assert row is not None
    return row[0], row[1]


async def hits(person: Chatter, q: str = SECRET) -> list[int]:
    """How many messages and how many titles somebody finds."""
    return [len((await person.call("GET", path, 200, params={"q": q}))["items"]) for path in PATHS]


@pytest.mark.parametrize("where", ["another organisation", "the same organisation"])
@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER])
async def test_nobody_else_finds_it(
    application: Application,
    client: AsyncClient,
    owner: Chatter,
    organization: MadeOrganization,
    where: str,
    role: Role,
) -> None:
    await say(application.platform, owner.person, Said(SECRET), title=SECRET)
    home = organization if where == "the same organisation" else await create_organization(application.platform)
    other = await chatter(application, client, await create_person(application.platform, home.id, role=role))
    conversation = (await owner.call("GET", "/conversations", 200))["items"][0]["id"]
    tag = await owner.call("POST", "/tags", 201, json={"name": "Blue"})
    await owner.call("PATCH", f"/conversations/{conversation}", 200, json={"tags": [tag["id"]]})
    assert await hits(owner) == [1, 1]
    # Whole, begun, mistyped, broad.
    for q in (SECRET, "xylo", "xylophnoe", "xy"):
        assert await hits(other, q) == [0, 0], q
    for query in ({"conversation": conversation}, {"tag": tag["id"]}):
        found = await other.call("GET", "/search/messages", 200, params={"q": SECRET, **query})
        assert found["items"] == []
        assert found["corrections"] == []


async def test_who_may_search(
    application: Application, client: AsyncClient, owner: Chatter, organization: MadeOrganization
) -> None:
    await say(application.platform, owner.person, Said(SECRET), title=SECRET)
    key = await create_api_key(application.platform, owner.person, [ApiKeyScope.MODELS_READ])
    for path in PATHS:
        for headers, status in (
            ({}, 401),
            ({"Authorization": "Bearer csk_nothing"}, 401),
            ({"Authorization": f"Bearer {key}"}, 403),
        ):
            response = await client.get(f"/api/v1{path}", params={"q": SECRET}, headers=headers)
            assert response.status_code == status, path
    key = await create_api_key(application.platform, owner.person, [ApiKeyScope.CHAT])
    program = Chatter(owner.person, client, {"Authorization": f"Bearer {key}"})
    assert await hits(program) == [1, 1]
    for role in Role:
        person = await create_person(application.platform, organization.id, role=role)
        await say(application.platform, person, Said(SECRET), title=SECRET)
        assert await hits(await chatter(application, client, person)) == [1, 1], role


async def test_the_index_holds_neither_rows_of_others_nor_a_way_to_write(
    platform: Platform, owner: Chatter, index: psycopg.AsyncConnection
) -> None:
    (message,) = await say(platform, owner.person, Said(f"{SECRET} Häuser"))
    found = await index.execute("SELECT owner_id, organization_id, lexemes::text FROM message_index")
    row = await found.fetchone()
    assert row is not None
    assert row[:2] == (owner.person.id, owner.person.organization_id)
    key = str(owner.person.id)[-8:]
    assert sorted(entry.split(":")[0] for entry in row[2].split()) == sorted(
        f"'{key}{word}'" for word in ("xylophone", "xylophon", "hauser", "haus")
    )
    for statement in (
        "UPDATE message_index SET lexemes = ''",
        "DELETE FROM conversation_index",
        "INSERT INTO conversation_index SELECT :id, :id, :id, ''",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with platform.database.transaction(owner.person.organization_id) as session:
                await session.execute(text(statement), {"id": message} if ":id" in statement else {})


def test_one_package_reads_the_index() -> None:
    root = Path(convosphere.__file__).parent
    named = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ("message_index" in node.value or "conversation_index" in node.value)
    }
    assert {name.rpartition("/")[0] for name in named} == {"features/chat/repository/search"}


async def test_what_is_deleted_leaves_nothing(
    platform: Platform, owner: Chatter, index: psycopg.AsyncConnection
) -> None:
    await say(platform, owner.person, Said(SECRET), Said("more"), title=SECRET)
    conversation = (await owner.call("GET", "/conversations", 200))["items"][0]["id"]
    await say(platform, owner.person, Said(SECRET), title=SECRET, temporary=True)
    assert await rows(index) == (2, 1), "a temporary chat was never there"
    assert await hits(owner) == [1, 1]
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    assert await rows(index) == (0, 0)
    assert await hits(owner) == [0, 0]


async def test_an_answer_is_found_from_its_end_on(
    platform: Platform, owner: Chatter, index: psycopg.AsyncConnection
) -> None:
    (message,) = await say(platform, owner.person, Said(SECRET, role="assistant"))

    async def change(sets: str) -> None:
        async with platform.database.transaction(owner.person.organization_id) as session:
            await session.execute(text(f"UPDATE messages SET {sets} WHERE id = :id"), {"id": message})  # noqa: S608 - fixed texts

    for sets, found in (
        ("status = 'streaming'", 0),
        (f"content = '{SECRET} and more'", 0),
        ("status = 'stopped'", 1),
        ("content = 'something else'", 0),
        (f"content = '{SECRET}', event_number = 7", 1),
        ("content = '', status = 'failed'", 0),
    ):
        await change(sets)
        assert (await hits(owner))[0] == found, sets
    assert (await rows(index))[0] == 0


@pytest.mark.parametrize("content", ["a1 " * 600_000, "\n".join(f"wort{n}" for n in range(200_000)), "x" * 2_000_000])
async def test_a_message_of_any_size_is_stored_and_its_beginning_found(
    platform: Platform, owner: Chatter, content: str
) -> None:
    await say(platform, owner.person, Said(f"{SECRET} {content}"))
    assert (await hits(owner))[0] == 1


async def test_a_message_whose_words_are_too_much_for_an_index_is_stored_all_the_same(
    platform: Platform, owner: Chatter
) -> None:
    signs = [chr(first) + chr(second) for first in range(0x4E00, 0x4E90) for second in range(0x5000, 0x5074)]
    (message,) = await say(platform, owner.person, Said(" ".join(signs)))
    found = await owner.call("GET", "/search/messages", 200, params={"q": signs[5]})
    assert [hit["message_id"] for hit in found["items"]] in ([], [str(message)])


@pytest.mark.parametrize("path", PATHS)
async def test_hostile_questions(platform: Platform, owner: Chatter, path: str) -> None:
    await say(platform, owner.person, *(Said(q.replace("\x00", "")) for q in HOSTILE), Said(SECRET), title=SECRET)
    for q in HOSTILE:
        found = await owner.call("GET", path, 200, params={"q": q})
        assert isinstance(found["items"], list), q
    assert await hits(owner, f"\x00{SECRET}") == [2, 1]
    for query, field, code in (
        ({"q": "x" * 10_240}, "query.q", "string_too_long"),
        ({"q": ""}, "query.q", "string_too_short"),
        ({}, "query.q", "missing"),
        ({"q": "x", "limit": 51}, "query.limit", "less_than_equal"),
        ({"q": "x", "cursor": "nonsense"}, "query.cursor", "invalid_input"),
    ):
        problem = await owner.call("GET", path, 422, params=query)
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]


async def test_filters_that_make_no_sense(owner: Chatter) -> None:
    for name, value in (
        ("role", "system"),
        ("folder", "none"),
        ("tag", "x"),
        ("model", "gpt"),
        ("model_name", "\x00"),
        ("conversation", "1"),
        ("from", "yesterday"),
        ("to", "2026-01-01"),
        ("sort", "luck"),
    ):
        problem = await owner.call("GET", "/search/messages", 422, params={"q": "x", name: value})
        assert [error["field"] for error in problem["errors"]] == [f"query.{name}"]


@pytest.mark.parametrize("many", [4, 40])
async def test_a_search_costs_a_handful_of_statements_whatever_it_finds(
    platform: Platform, owner: Chatter, statements: list[str], many: int
) -> None:
    for number in range(many // 2):
        await say(platform, owner.person, Said(f"{SECRET} {number}"), Said(f"{SECRET}s"), title=f"{SECRET} {number}")
    # Who asks and for which organisation (2), the words, the hits, their texts, the stems of doubtful words.
    most = {SECRET: 6, "xylophons": 6, "xy": 6, "!": 3, "xylophnoe": 9, "nowhere to be found": 9}
    for q, count in most.items():
        for path in PATHS:
            statements.clear()
            await owner.call("GET", path, 200, params={"q": q, "limit": 50})
            assert len(statements) <= count, (q, path, statements)


async def test_messages_from_before_the_index_are_in_it(
    platform: Platform, owner: Chatter, index: psycopg.AsyncConnection
) -> None:
    """What the migration fills in is what the triggers would have."""
    await say(platform, owner.person, Said(SECRET), Said("🙂"), title=SECRET)
    await say(platform, owner.person, Said(SECRET), title=SECRET, temporary=True)
    everything = (
        "SELECT array_agg(m.*::text ORDER BY message_id), (SELECT array_agg(c.*::text) FROM conversation_index c) "
        "FROM message_index m"
    )
    by_triggers = await (await index.execute(everything)).fetchone()
    migration = await first_migration()
    await index.execute("TRUNCATE message_index, conversation_index")
    for statement in migration.FILL:
        await index.execute(statement)
    assert await (await index.execute(everything)).fetchone() == by_triggers
    found = await index.execute(
        "SELECT relname FROM pg_class WHERE relname IN ('messages', 'conversations') AND relforcerowsecurity"
    )
    assert len(await found.fetchall()) == 2, "both tables are bound again afterwards"


async def first_migration() -> ModuleType:
    # In a thread: what it imports reads files.
    return await asyncio.to_thread(import_module, "convosphere.migrations.versions.0008_search")


def real_texts() -> list[str]:
    """German and English."""
    root = Path(convosphere.__file__).parent
    found = [*(root / "platform/i18n/catalogues/de").glob("*.json"), *root.parent.parent.glob("docs/guides/*.md")]
    return [path.read_text() for path in sorted(found)]


async def test_the_index_holds_what_each_language_makes_of_the_whole_text(index: psycopg.AsyncConnection) -> None:
    """The text is taken apart once; what comes out is what taking it apart for each language gave."""
    first = (await first_migration())._LEXEMES
    await index.execute(first.replace("search_lexemes", "pg_temp.lexemes_by_language"))
    # Beyond 255 places of one word, beyond the last place there is, what is no word, what is too long for one.
    many = "haus häuser hause running runs " * 300
    odd = "3des 1es abc1es 1e5 don't O’Neil Донауdampf машины 中文字 ١٢٣ e² ½ İstanbul ΣΑΣ ſein Ǆ µm ª the die ... –"
    texts = [
        *await asyncio.to_thread(real_texts),
        *HOSTILE,
        "",
        many,
        "haus " * 17_000,
        f"{odd} {many} {odd}",
        "x" * 3000 + " " + "ä" * 2000,
    ]
    rows = await index.execute(
        "SELECT left(words, 30), search_lexemes(owner, words) = pg_temp.lexemes_by_language(owner, words) "
        "FROM unnest(%s::text[]) AS words, (SELECT %s::uuid AS owner) AS one",
        [[each.replace("\x00", "")[:50_000] for each in texts], UUID(int=7)],
    )
    found = await rows.fetchall()
    assert len(found) > 40
    assert [beginning for beginning, same in found if not same] == []


def test_everyone_has_a_key_of_their_own_in_the_index() -> None:
    """The last digits of an id are its random part."""
    from convosphere.platform.ids import new_id  # noqa: PLC0415 - only here

    keys: set[UUID | str] = {str(new_id())[-8:] for _ in range(1000)}
    assert len(keys) == 1000
