"""The installation's secret: made once, readable by its owner only, and never another one."""

import os
import secrets
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from convosphere.platform.secret_key import FILE, secret_key
from convosphere.platform.settings import SettingsError
from tests.harness.platform import build_settings


def test_it_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = build_settings(data_dir=tmp_path / "new" / "data", secret_key=None)
    mask = os.umask(0)
    try:
        first = secret_key(settings)
    finally:
        os.umask(mask)
    path = settings.data_dir / FILE
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700, "what people store is not for other accounts"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(first)) == 32
    assert secret_key(settings) == first
    other = build_settings(data_dir=tmp_path / "other", secret_key=None)
    assert secret_key(other) != first


def test_the_setting_comes_first_and_leaves_no_file(tmp_path: Path) -> None:
    settings = build_settings(data_dir=tmp_path, secret_key=SecretStr("given-" * 6))
    assert secret_key(settings) == "given-" * 6
    assert list(tmp_path.iterdir()) == []


def test_one_that_an_administrator_wrote_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("  written by hand\n")
    assert secret_key(build_settings(data_dir=tmp_path, secret_key=None)) == "written by hand"


def test_a_directory_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(SettingsError, match=r"CONVOSPHERE_DATA_DIR: .*file"):
        secret_key(build_settings(data_dir=tmp_path / "file", secret_key=None))


def test_two_processes_that_start_at_once_have_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = build_settings(data_dir=tmp_path, secret_key=None)
    make, others = secrets.token_hex, list[str]()

    def make_while_another_starts(size: int) -> str:
        monkeypatch.undo()
        others.append(secret_key(settings))
        return make(size)

    monkeypatch.setattr(secrets, "token_hex", make_while_another_starts)
    assert [secret_key(settings)] == others
