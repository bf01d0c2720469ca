"""Texts come in the language of the environment, from the package's own catalogues."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from cadretrain_reports.offline import messages
from cadretrain_reports.offline.messages import catalogue, gettext, gettext_noop, languages


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ()),
        ({"LANG": "C"}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LANG": "POSIX"}, ()),
        ({"LANG": "zh_CN.UTF-8"}, ("zh_CN",)),
        ({"LANG": "zh_TW"}, ("zh_CN",)),
        ({"LANG": "de_DE@euro"}, ("de_DE",)),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN"}, ("zh_CN",)),
        ({"LANG": "zh_CN", "LC_ALL": "", "LC_MESSAGES": "en_US"}, ("en_US",)),
        ({"LANG": "en_US", "LANGUAGE": "zh:en"}, ("zh_CN", "en")),
    ],
)
def test_languages_follow_the_environment(environment: dict[str, str], expected: tuple[str, ...]) -> None:
    assert languages(environment) == expected


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    made = Catalog(locale="zh_CN")
    made.add("The file is missing.", "文件缺失。")
    buffer = io.BytesIO()
    write_mo(buffer, made)
    target = tmp_path / "zh_CN/LC_MESSAGES/django.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(buffer.getvalue())
    return tmp_path


def test_a_catalogue_translates_what_it_has_and_leaves_the_rest(chinese: Path) -> None:
    made = catalogue(("zh_CN",), chinese)
    assert made.gettext("The file is missing.") == "文件缺失。"
    assert made.gettext("Something else.") == "Something else."


def test_without_a_catalogue_texts_stay_as_they_are(tmp_path: Path) -> None:
    assert catalogue(("fr_FR",), tmp_path).gettext("The file is missing.") == "The file is missing."
    assert catalogue(()).gettext("The file is missing.") == "The file is missing."


def test_gettext_reads_the_environment_at_each_call(chinese: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(messages, "catalogue", lambda names: catalogue(names, chinese))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert gettext("The file is missing.") == "文件缺失。"
    monkeypatch.setenv("LANG", "C")
    assert gettext("The file is missing.") == "The file is missing."


def test_a_marked_text_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, chinese: Path) -> None:
    monkeypatch.setattr(messages, "catalogue", lambda names: catalogue(("zh_CN",), chinese))
    assert gettext_noop("The file is missing.") == "The file is missing."
    assert gettext(gettext_noop("The file is missing.")) == "文件缺失。"
