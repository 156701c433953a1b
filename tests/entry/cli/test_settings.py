"""`convosphere settings` shows what is in force; what is wrong is one line and exit code 2."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from convosphere.entry.cli.main import app
from convosphere.platform.settings import load_settings, variable_name
from convosphere.platform.settings.load import setting_paths

pytestmark = pytest.mark.usefixtures("own_directory")


def settings(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["settings", *arguments])


def shown(output: str) -> dict[str, str]:
    lines = [line for line in output.splitlines() if not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_every_setting_is_shown_with_its_value(own_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_directory / "convosphere.toml").write_text('port = 9000\n[mail]\nhost = "from-the-file"\n')
    monkeypatch.setenv("CONVOSPHERE_MAIL_HOST", "from-the-environment")
    monkeypatch.setenv("CONVOSPHERE_HTTP_ALLOWED_NETWORKS", "10.0.0.0/8, wiki")
    result = settings()
    assert result.exit_code == 0
    values = shown(result.output)
    assert list(values) == [variable_name(path) for path in setting_paths()]
    assert values["CONVOSPHERE_PORT"] == "9000"
    assert values["CONVOSPHERE_MAIL_HOST"] == "from-the-environment"
    assert values["CONVOSPHERE_HTTP_ALLOWED_NETWORKS"] == "10.0.0.0/8,wiki"
    assert values["CONVOSPHERE_DATABASE_URL"] == ""


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "CONVOSPHERE_SECRET_KEY": "hidden-" * 8,
        "CONVOSPHERE_DATABASE_URL": "postgresql://u:hidden-1@host/db",
        "CONVOSPHERE_DATABASE_OWNER_URL": "postgresql://o:hidden-2@host/db",
        "CONVOSPHERE_REDIS_URL": "redis://:hidden-3@host/0",
        "CONVOSPHERE_MAIL_PASSWORD": "hidden-4",
        "CONVOSPHERE_TELEMETRY_METRICS_TOKEN": "hidden-5",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CONVOSPHERE_MAIL_USERNAME", "post")
    for result in (settings(), settings("--explain")):
        assert result.exit_code == 0
        assert "hidden" not in result.output
        values = shown(result.output)
        assert {values[name] for name in secrets} == {"********"}


def test_what_is_printed_can_be_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_settings()
    for name, value in shown(settings().output).items():
        # Nothing stands for "not set".
        if value:
            monkeypatch.setenv(name, value)
    assert load_settings() == before


def test_explained_each_setting_has_its_meaning_above_it() -> None:
    lines = settings("--explain").output.splitlines()
    assert len(lines) == 2 * len(list(setting_paths()))
    for meaning, value in zip(lines[::2], lines[1::2], strict=True):
        assert meaning.startswith("# "), value
        assert len(meaning) > len("# x"), value
    assert lines[lines.index("CONVOSPHERE_PORT=8080") - 1] == "# Port to listen on; 0 takes a free one"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONVOSPHERE_PORT", "eighty"),
        ("CONVOSPHERE_PORT", "70000"),
        ("CONVOSPHERE_PROT", "8080"),
        ("CONVOSPHERE_LOG_LEVEL", "loud"),
        ("CONVOSPHERE_MAIL_SECURITY", "perhaps"),
        ("CONVOSPHERE_PUBLIC_URL", "chat"),
        ("CONVOSPHERE_ACCOUNTS_REGISTRATION", "maybe"),
        ("CONVOSPHERE_DATABASE_URL", "no url at all"),
        ("CONVOSPHERE_DATABASE_URL", "mysql://localhost/x"),
        ("CONVOSPHERE_REDIS_URL", "localhost:6379"),
        ("CONVOSPHERE_HTTP_ALLOWED_NETWORKS", "10.0.0.0/99"),
        ("CONVOSPHERE_TRUSTED_PROXIES", "the one in the cellar"),
        ("CONVOSPHERE_HOST", "http://localhost"),
        ("CONVOSPHERE_HOST", "localhost:8080"),
        ("CONVOSPHERE_HOST", "300.1.2.3"),
        ("CONVOSPHERE_SECRET_KEY", "hidden"),
        ("CONVOSPHERE_PUBLIC_URL", "https://example.org/chat"),
        ("CONVOSPHERE_DATABASE_URL", "postgresql://u:hidden@host:99999/x"),
        ("CONVOSPHERE_DATABASE_URL", "postgresql://u:p@host/x?hidden=1"),
        ("CONVOSPHERE_REDIS_URL", "redis://:hidden@host:port/0"),
        ("CONVOSPHERE_REDIS_URL", "redis://host/first"),
        ("CONVOSPHERE_STORAGE_URL", "s3://"),
        ("CONVOSPHERE_MAIL_FROM_ADDRESS", "the people of chat"),
        # What two of them say does not go together.
        ("CONVOSPHERE_DATABASE_OWNER_URL", "postgresql://u:hidden@host/x"),
        ("CONVOSPHERE_JOBS_STALLED_AFTER_SECONDS", "3"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    result = settings()
    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert line.startswith(f"convosphere: {name}:")
    assert "hidden" not in line
    assert "Value error" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONVOSPHERE_HOST", "::1"),
        ("CONVOSPHERE_HOST", "chat_1.intern.example."),
        ("CONVOSPHERE_PUBLIC_URL", "https://chat.example.org/"),
        ("CONVOSPHERE_DATABASE_URL", "postgresql://u:p@host/x?sslmode=require"),
        ("CONVOSPHERE_DATABASE_URL", "postgresql:///x?host=/run/postgresql"),
        ("CONVOSPHERE_REDIS_URL", "rediss://:p@host:6380/2"),
        ("CONVOSPHERE_REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("CONVOSPHERE_STORAGE_URL", "s3://bucket/a/folder"),
    ],
)
def test_what_fits_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert settings().exit_code == 0


def test_a_table_that_is_none_is_named(own_directory: Path) -> None:
    (own_directory / "convosphere.toml").write_text("mail = 3\n")
    result = settings()
    assert (result.exit_code, "[mail]" in result.output) == (2, True), result.output


def test_an_empty_host_does_not_open_the_server_to_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOSPHERE_HOST", "")
    assert shown(settings().output)["CONVOSPHERE_HOST"] == "127.0.0.1"


def test_a_broken_file_is_named_in_one_line(own_directory: Path) -> None:
    (own_directory / "convosphere.toml").write_text("port = = 1\n")
    result = settings()
    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert line.startswith("convosphere: convosphere.toml")


def test_the_installed_command_ends_the_same_way(own_directory: Path) -> None:
    command = Path(sys.executable).with_name("convosphere")
    ended = subprocess.run(
        [command, "run"],
        env={"CONVOSPHERE_PORT": "eighty", "PATH": "/usr/bin:/bin"},
        cwd=own_directory,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("convosphere: CONVOSPHERE_PORT: ")
    assert ended.stderr.count("\n") == 1
    assert list(own_directory.iterdir()) == [], "nothing has been started"
