from pathlib import Path

import pytest

from convosphere.platform.i18n import LOCALES, MissingTextError, has_text, placeholders, texts, translate
from convosphere.platform.i18n.catalogue import CatalogueError, load_catalogue

# Prompts: no person reads them.
SAID_TO_MODELS = ("assistants.instructions", "assistants.continue", "files.told.")


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_every_language_says_everything(locale: str) -> None:
    assert sorted(texts(locale)) == sorted(texts("en"))


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_every_language_has_the_same_placeholders(locale: str) -> None:
    for key, text in texts("en").items():
        assert placeholders(texts(locale)[key]) == placeholders(text), key


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_are_written_out(locale: str) -> None:
    for key, text in texts(locale).items():
        assert text.strip() == text, key
        assert text, key
        assert "!" not in text, key


def test_german_is_formal() -> None:
    informal = {"du", "dein", "deine", "deinen", "dir", "dich", "euch", "euer"}
    for key, text in texts("de").items():
        if key.startswith(SAID_TO_MODELS):
            continue
        assert not informal & {word.strip(".,;:?").lower() for word in text.split()}, key


def test_every_error_has_a_title_and_a_detail() -> None:
    codes = {key.split(".")[1] for key in texts("en") if key.startswith("errors.")}
    for code in codes:
        assert has_text(f"errors.{code}.title"), code
        assert has_text(f"errors.{code}.detail"), code


def test_placeholders_are_filled_as_the_reader_writes() -> None:
    assert translate("validation.less_than", "en", lt=1.5) == "This must be less than 1.5."
    assert translate("validation.less_than", "de", lt=1.5) == "Der Wert muss kleiner als 1,5 sein."
    assert (
        translate("errors.fetch_timeout.detail", "de", host="{host}<b>")
        == "{host}<b> hat nicht rechtzeitig geantwortet."
    )


def test_plural_forms_follow_the_count() -> None:
    key = "errors.too_many_requests.detail"
    assert translate(key, "en", count=1) == "Please try again in 1 second."
    assert translate(key, "en", count=0) == "Please try again in 0 seconds."
    assert has_text(key)


def test_a_missing_parameter_leaves_a_hole_and_a_missing_text_is_an_error() -> None:
    assert translate("validation.less_than", "en") == "This must be less than {lt}."
    assert not has_text("errors.no_such_thing.title")
    with pytest.raises(MissingTextError):
        translate("errors.no_such_thing.title", "en")


def test_an_unknown_language_reads_english() -> None:
    assert translate("validation.missing", "fr") == translate("validation.missing", "en")
    assert translate("validation.missing", "de-AT") == translate("validation.missing", "de")


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', '{"a": {"b": null}}', '{"a": ["x"]}'])
def test_a_broken_catalogue_is_told_at_once(tmp_path: Path, content: str) -> None:
    (tmp_path / "broken.json").write_text(content)
    with pytest.raises(CatalogueError, match=r"broken\.json"):
        load_catalogue(tmp_path)


def test_a_key_stands_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"a": {"b": "x"}}')
    (tmp_path / "two.json").write_text('{"a": {"c": "x"}}')
    assert load_catalogue(tmp_path) == {"a.b": "x", "a.c": "x"}
    (tmp_path / "two.json").write_text('{"a.b": "x"}')
    with pytest.raises(CatalogueError, match="another file"):
        load_catalogue(tmp_path)
