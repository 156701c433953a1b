import pytest
from checks.rules.colour_literals import check

from tests.checks.conftest import Repository


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("web/src/features/chat/Bubble.tsx", "<Box bg='#0f766e' />"),
        ("web/src/features/chat/Bubble.tsx", 'const line = "1px solid #abc"'),
        ("web/src/features/chat/Bubble.tsx", "const shade = `rgba(0, 0, 0, 0.2)`"),
        ("web/src/features/chat/Bubble.module.css", ".bubble { color: #fff; }"),
        ("web/src/features/chat/Bubble.module.css", "  background: hsl(170 60% 30%);"),
    ],
)
def test_a_literal_colour_is_found(repository: Repository, path: str, line: str) -> None:
    repository.write(path, f"first\n{line}\n")
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == (path, 2)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("web/src/app/theme.ts", "const teal = '#0f766e'"),
        ("web/src/features/chat/Bubble.test.tsx", "expect(colour).toBe('#0f766e')"),
        ("web/src/stream/socket.ts", "this.#add(event); const a = 'x'"),
        ("web/src/features/chat/Bubble.tsx", "<a href='#decision'>"),
        ("web/src/features/chat/Bubble.tsx", "const link = '/chat#abc'"),
        ("web/src/features/chat/Bubble.module.css", "#add { color: var(--mantine-color-text); }"),
        ("web/src/features/chat/Bubble.module.css", "color: rgb(var(--shade));"),
    ],
)
def test_the_theme_and_what_only_looks_like_a_colour_are_accepted(repository: Repository, path: str, line: str) -> None:
    repository.write(path, line)
    assert check(repository.root) == []
