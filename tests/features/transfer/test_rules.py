"""The published schema, branches by property, names of files."""

from pathlib import Path

import orjson
from hypothesis import given
from hypothesis import strategies as st

from convosphere.features.transfer.rules.branches import arrange
from convosphere.features.transfer.rules.names import Names, safe_name
from convosphere.features.transfer.schemas import ChatFile

SCHEMA = Path(__file__).parents[3] / "docs" / "formats" / "convosphere-chat-1.schema.json"
IDS = st.sampled_from("abcdefgh")


def published() -> bytes:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return orjson.dumps(head | ChatFile.model_json_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def test_the_published_schema_is_the_models() -> None:
    assert SCHEMA.read_bytes() == published()


@given(st.lists(st.tuples(IDS, st.none() | IDS)))
def test_any_graph_becomes_a_tree_in_which_parents_come_first(nodes: list[tuple[str, str | None]]) -> None:
    tree = arrange(nodes)
    order = [nodes[place][0] for place in tree.order]
    assert sorted(order) == sorted({node for node, _ in nodes})
    came: set[str] = set()
    for node in order:
        parent = tree.parents[node]
        assert parent is None or parent in came
        came.add(node)
    assert tree.doubles == len(nodes) - len(order)


@given(st.lists(st.tuples(IDS, st.none() | IDS), unique_by=lambda node: node[0]))
def test_a_tree_that_holds_stays_as_it_is(nodes: list[tuple[str, str | None]]) -> None:
    known: set[str] = set()
    tidy = []
    for node, parent in nodes:
        tidy.append((node, parent if parent in known else None))
        known.add(node)
    tree = arrange(tidy)
    assert (tree.order, tree.parents) == (list(range(len(tidy))), dict(tidy))
    assert (tree.orphans, tree.cycles, tree.doubles) == (0, 0, 0)


@given(st.text())
def test_names_lead_nowhere(text: str) -> None:
    name = safe_name(text, "chat")
    assert name not in {"", ".", ".."}
    assert not set(name) & set('<>:"/\\|?*\x00')
    assert len(name.encode()) <= 400


def test_no_two_files_have_one_name() -> None:
    names = Names()
    paths = [names.path(["..", "con"], title, "chat", ".md") for title in ("A", "a", "A", "", "NUL", "../..")]
    assert paths == [
        "chat/chat/A.md",
        "chat/chat/a (2).md",
        "chat/chat/A (3).md",
        "chat/chat/chat.md",
        "chat/chat/chat (2).md",
        "chat/chat/chat (3).md",
    ]
