"""Nothing the block says is left untranslated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from cadretrain_xblock import messages
from cadretrain_xblock.contract import CardStateName, RegistrationState, ThemeClassState, ThemeClassType
from cadretrain_xblock.i18n import CATALOGUES
from cadretrain_xblock.messages import CARD, COMMON, FORM, PROBLEM, REQUIREMENT, translated
from cadretrain_xblock.messages_class import CLASS_CARD, CLASS_FORM
from cadretrain_xblock.typed_duration import DurationFormatError

PACKAGE = Path(messages.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")
NAMES = re.compile(r"\{\w+\}")


def extracted() -> set[str]:
    found = extract_from_dir(PACKAGE, method_map=[("*.py", "python")])
    return {message for _name, _line, message, _comments, _context in found}


def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "text.po").open("rb") as po_file:
        return read_po(po_file, locale=locale)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
class TestCatalogues:
    def test_has_every_sentence_and_no_other(self, locale: str) -> None:
        assert {message.id for message in catalogue(locale) if message.id} == extracted()

    def test_every_sentence_is_translated(self, locale: str) -> None:
        assert [m.id for m in catalogue(locale) if m.id and (not m.string or m.fuzzy)] == []

    def test_places_to_fill_in_are_kept(self, locale: str) -> None:
        for message in catalogue(locale):
            if message.id:
                assert sorted(NAMES.findall(message.string)) == sorted(NAMES.findall(message.id))


def test_chinese_is_chinese() -> None:
    bare = {m.id for m in catalogue("zh_CN") if m.id and not HAN.search(m.string)}
    assert bare == {"{percent} %"}


def test_english_says_what_the_source_says() -> None:
    assert all(message.string == message.id for message in catalogue("en") if message.id)


def test_terms_of_the_standard() -> None:
    chinese = {message.id: message.string for message in catalogue("zh_CN")}
    assert chinese["Credit-hours"] == "学时"
    assert chinese["Course duration"] == "课程时长"
    assert chinese["Training institution"] == "培训机构"
    assert chinese["Required course"] == "必修课程"
    assert chinese["Elective course"] == "选修课程"


def test_every_state_and_every_mistake_has_words() -> None:
    assert {f"state_{state}" for state in CardStateName.__args__} <= set(CARD)
    for kind, states in {"state": ThemeClassState, "type": ThemeClassType, "registration": RegistrationState}.items():
        assert {f"{kind}_{state}" for state in states.__args__} <= set(CLASS_CARD)
    codes = DurationFormatError.__init__.__annotations__["code"]
    for code in re.findall(r'"(\w+)"', str(codes)):
        assert f"duration_{code}" in PROBLEM


def test_the_scripts_use_no_key_that_is_not_there() -> None:
    known = {*COMMON, *CARD, *FORM, *CLASS_CARD, *CLASS_FORM}
    used = set()
    for script in (PACKAGE / "public").glob("*.js"):
        used |= set(re.findall(r"\bmessages\.(\w+)", script.read_text("utf-8")))
    assert used
    assert used <= known


def test_the_templates_use_no_key_that_is_not_there() -> None:
    tables = {"card": CARD, "author": FORM, "studio": FORM, "class": CLASS_CARD}
    for template, table in tables.items():
        text = (PACKAGE / "templates" / f"{template}.html").read_text("utf-8")
        used = set(re.findall(r"\bmessages\.(\w+)", text))
        assert used
        assert used <= set(table)
        assert not re.search(r">\s*[A-Za-z]{2,}", re.sub(r"{[{%].*?[%}]}", "", text)), "words outside the tables"


def test_a_table_is_translated_whole() -> None:
    assert translated(REQUIREMENT, str.upper) == {"required": "REQUIRED COURSE", "elective": "ELECTIVE COURSE"}
