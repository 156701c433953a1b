from pathlib import Path

import pytest
from checks.rules.web_texts import check

from tests.checks.conftest import Repository

COMPILER = Path(__file__).parents[2] / "web/node_modules/typescript"

needs_compiler = pytest.mark.skipif(not COMPILER.is_dir(), reason="the web packages are not installed: make lint")


@pytest.fixture
def web(repository: Repository) -> Repository:
    repository.write("web/package.json", "{}")
    repository.write("web/src/main.ts", "export {}\n")
    (repository.root / "web/node_modules").mkdir()
    (repository.root / "web/node_modules/typescript").symlink_to(COMPILER, target_is_directory=True)
    return repository


@needs_compiler
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("<p>\n  Save your changes\n</p>", "Save your changes"),
        ("<p>{'Saved'}</p>", "Saved"),
        ("<p>{done ? t('a.b') : 'Not yet'}</p>", "Not yet"),
        ("<p>{name ?? 'Nobody'}</p>", "Nobody"),
        ("<p>{failed && 'It failed'}</p>", "It failed"),
        ("<p>{`${count} messages`}</p>", "messages"),
        ("<button aria-label='Close' />", "Close"),
        ("<input placeholder={'Ask anything'} />", "Ask anything"),
        ("<img alt={`Picture of ${name}`} />", "Picture of"),
        ("<TextInput label={required ? 'Name *' : t('name')} />", "Name *"),
        ("show({ message: 'Could not be saved' })", "Could not be saved"),
        ("<p>Ärger</p>", "Ärger"),
    ],
)
def test_words_that_are_not_translated_are_found(web: Repository, code: str, text: str) -> None:
    web.write("web/src/features/chat/Page.tsx", f"const a = 1\nexport const b = {code}\n")
    (finding,) = check(web.root)
    assert finding.path == "web/src/features/chat/Page.tsx"
    assert finding.line == (3 if "\n" in code else 2)
    assert f'"{text}"' in finding.message


@needs_compiler
@pytest.mark.parametrize(
    "code",
    [
        "<p>{t('chat.empty')}</p>",
        "<p className='wide' data-testid='Some thing'>{count} · 12 %</p>",
        "<p>ConvoSphere &nbsp; &middot;</p>",
        "<button aria-label={t('close')} title={title} />",
        "<input placeholder='https://api.example.org/v1' />",
        "<code translate='no'>make run</code>",
        "{ label: 'chat.title', message: key }",
        "<Icon name='Close' variant='filled' />",
    ],
)
def test_translated_and_technical_texts_are_accepted(web: Repository, code: str) -> None:
    web.write("web/src/features/chat/Page.tsx", f"export const b = {code}\n")
    assert check(web.root) == []


@needs_compiler
def test_tests_and_generated_code_are_left_alone_and_plain_modules_half(web: Repository) -> None:
    web.write("web/src/features/chat/Page.test.tsx", "export const b = <p>Hello you</p>\n")
    web.write("web/src/api/schema.gen.ts", "export const b = { description: 'A thing of beauty' }\n")
    web.write("web/src/stream/decoder.ts", "export const b = { message: 'not JSON' }\n")
    assert check(web.root) == []

    web.write("web/src/stream/decoder.ts", "notifications.show({ message: 'not JSON' })\n")
    assert [finding.path for finding in check(web.root)] == ["web/src/stream/decoder.ts"]


def test_without_the_compiler_the_rule_says_so(repository: Repository) -> None:
    assert check(repository.root) == []
    repository.write("web/src/main.ts", "export {}\n")
    (finding,) = check(repository.root)
    assert "not installed" in finding.message
