"""Settings come from the environment and `convosphere.toml`; mistakes are named."""

from pathlib import Path

import pytest

from convosphere.platform.settings import Settings, SettingsError, load_settings, variable_name
from convosphere.platform.settings.load import setting_paths


@pytest.fixture(autouse=True)
def empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database.url is None


@pytest.mark.parametrize(
    ("variable", "value", "path", "expected"),
    [
        ("CONVOSPHERE_PORT", "9000", ("port",), 9000),
        ("CONVOSPHERE_DATA_DIR", "/srv/x", ("data_dir",), Path("/srv/x")),
        ("CONVOSPHERE_MAIL_FROM_ADDRESS", "a@b.example", ("mail", "from_address"), "a@b.example"),
        ("CONVOSPHERE_HTTP_ALLOWED_NETWORKS", "10.0.0.0/8, wiki", ("http", "allowed_networks"), ["10.0.0.0/8", "wiki"]),
        ("CONVOSPHERE_JOBS_HEARTBEAT_SECONDS", "0.5", ("jobs", "heartbeat_seconds"), 0.5),
    ],
)
def test_variables(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, path: tuple[str, ...], expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    found: object = load_settings()
    for name in path:
        found = getattr(found, name)
    assert found == expected


def test_every_setting_has_a_variable_and_a_description() -> None:
    for path in setting_paths():
        model: object = Settings
        for name in path[:-1]:
            model = model.model_fields[name].annotation  # type: ignore[attr-defined]  # areas are models
        assert model.model_fields[path[-1]].description, path  # type: ignore[attr-defined]  # as above
        assert variable_name(path).startswith("CONVOSPHERE_")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CONVOSPHERE_PORT", "eighty"),
        ("CONVOSPHERE_PORT", "70000"),
        ("CONVOSPHERE_DATABASE_POOL_SIZE", "0"),
        ("CONVOSPHERE_LOG_FORMAT", "xml"),
        ("CONVOSPHERE_PUBLIC_URL", "not a url"),
        ("CONVOSPHERE_PROT", "8080"),
        ("CONVOSPHERE_MAIL_HOTS", "mail"),
        ("CONVOSPHERE_TRUSTED_PROXIES", "10.0.0.0/8, proxy.example"),
    ],
)
def test_a_mistake_names_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        load_settings()


@pytest.mark.parametrize("variable", ["CONVOSPHERE_URL", "CONVOSPHERE_API_KEY", "CONVOSPHERE_TEST_SEED"])
def test_what_others_read_is_no_mistake(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "x")
    load_settings()


def test_a_secret_is_not_repeated_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOSPHERE_DATABASE_URL", "")
    monkeypatch.setenv("CONVOSPHERE_SECRET_KEY", "hunter2")
    monkeypatch.setenv("CONVOSPHERE_PORT", "x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


def test_the_file_is_read_and_the_environment_wins(empty_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_directory / "convosphere.toml").write_text('port = 7000\n[mail]\nhost = "smtp.example"\n')
    assert load_settings().mail.host == "smtp.example"
    monkeypatch.setenv("CONVOSPHERE_PORT", "7001")
    assert load_settings().port == 7001


@pytest.mark.parametrize("text", ["port = ", "prot = 1", "[mail]\nhots = 1", "[unknown]\nx = 1"])
def test_mistakes_in_the_file(empty_directory: Path, text: str) -> None:
    (empty_directory / "convosphere.toml").write_text(text)
    with pytest.raises(SettingsError):
        load_settings()
