"""Files as the other programs write them, in small."""

from typing import Any

NO_PARENT = "00000000-0000-0000-0000-000000000000"


def node(key: str, parent: str | None, role: str = "", text: str = "", at: float = 0, **more: Any) -> dict[str, Any]:
    """A node of ChatGPT's tree; without a role it has no message."""
    message = None
    if role:
        content = more.pop("content", {"content_type": "text", "parts": [text]})
        metadata = more.pop("metadata", {"model_slug": "gpt-4o"} if role == "assistant" else {})
        message = {
            "id": key,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": at or None,
            "content": content,
            "status": "finished_successfully",
            "metadata": metadata,
            "recipient": "all",
            **more,
        }
    return {"id": key, "message": message, "parent": parent, "children": []}


def chatgpt(*nodes: dict[str, Any], title: str = "Weimar", key: str = "c-1", **more: Any) -> dict[str, Any]:
    """A conversation of ChatGPT's export."""
    return {
        "title": title,
        "create_time": 1_700_000_000.5,
        "update_time": 1_700_000_500.0,
        "mapping": {each["id"]: each for each in nodes},
        "current_node": nodes[-1]["id"],
        "conversation_id": key,
        "id": key,
        **more,
    }


def branched() -> dict[str, Any]:
    """A question, two answers to it, one step of a tool, and a question below the second answer."""
    code = {"content_type": "code", "language": "python", "text": "print(1749)"}
    output = {"content_type": "execution_output", "text": "1749"}
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "Look", "content": "Goethe was born in 1749."}]}
    return chatgpt(
        node("root", None),
        node("system", "root", "system", "You are helpful", 1_700_000_000),
        node("q1", "system", "user", "When was Goethe born?", 1_700_000_001),
        node("a1", "q1", "assistant", "In 1749.", 1_700_000_002),
        node("think", "q1", "assistant", content=thoughts, at=1_700_000_003),
        node("call", "think", "assistant", content=code, at=1_700_000_004),
        node("out", "call", "tool", content=output, at=1_700_000_005),
        node("a2", "out", "assistant", "On 28 August 1749. \ue200cite\ue202turn0search1\ue201", 1_700_000_006),
        node("q2", "a2", "user", "And where? 🦆", 1_700_000_007),
        node("a3", "q2", "assistant", "In Frankfurt.", 1_700_000_008),
    )


def open_webui() -> dict[str, Any]:
    """A chat of Open WebUI's export."""
    question = {"id": "q", "parentId": None, "childrenIds": ["a", "b"], "role": "user", "content": "Hello"}
    answer = {
        "id": "a",
        "parentId": "q",
        "childrenIds": [],
        "role": "assistant",
        "content": '<details type="reasoning" done="true" duration="2">\n<summary>Thought for 2 seconds</summary>\n'
        "&gt; hm\n</details>\nHi!",
        "model": "llama3:latest",
        "timestamp": 1_700_000_100,
        "done": True,
        "annotation": {"rating": 1},
    }
    other = {**answer, "id": "b", "content": "Good day!", "annotation": None, "timestamp": 1_700_000_101}
    messages = {"q": {**question, "timestamp": 1_700_000_099}, "a": answer, "b": other}
    return {
        "id": "w-1",
        "user_id": "u",
        "title": "Greeting",
        "chat": {
            "title": "Greeting",
            "models": ["llama3:latest"],
            "history": {"messages": messages, "currentId": "a"},
            "messages": [],
        },
        "created_at": 1_700_000_099,
        "updated_at": 1_700_000_101,
        "archived": False,
        "pinned": True,
        "meta": {"tags": ["greetings"]},
    }


def librechat(*, recursive: bool) -> dict[str, Any]:
    """A conversation of LibreChat's export, flat or as a tree."""
    question = {
        "messageId": "q",
        "parentMessageId": NO_PARENT,
        "sender": "User",
        "isCreatedByUser": True,
        "text": "Wie geht es?",
        "createdAt": "2024-03-01T10:00:00.000Z",
    }
    answer = {
        "messageId": "a",
        "parentMessageId": "q",
        "sender": "GPT-4",
        "isCreatedByUser": False,
        "text": "",
        "content": [{"type": "think", "think": "Höflich sein."}, {"type": "text", "text": {"value": "Gut, danke."}}],
        "model": "gpt-4",
        "createdAt": "2024-03-01T10:00:05.000Z",
    }
    base = {"conversationId": "l-1", "endpoint": "openAI", "title": "Befinden", "exportAt": "11:00:00 GMT+0100"}
    if recursive:
        tree = [{**question, "children": [{**answer, "children": []}]}]
        return {**base, "branches": True, "recursive": True, "messagesTree": tree}
    return {**base, "branches": True, "recursive": False, "messages": [question, answer]}
