"""The catalogues hold all that the code says, and nothing else; ``make translations`` brings them up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools.update_translations import CATALOGUES, DOMAINS, LANGUAGES, collected, update

HAN = re.compile("[\u4e00-\u9fff]")
LIKE_PRINTF = re.compile(r"%\((\w+)\)([a-z])|%%")
IN_BRACES = re.compile(r"\{\w+\}")
MARKUP = re.compile(r"</?\w+>")
HALF_WIDTH = re.compile("[\u4e00-\u9fff”】）][,;:?!(]|[,;:?!)][\u4e00-\u9fff]|[\u4e00-\u9fff]\\.$")

WORDLESS = {
    "%(column)s: %(reason)s",
    "%(column)s “%(value)s”: %(reason)s",
    "%(name)s: %(label)s",
    "%(number)s. %(form)s",
    "%(title)s %(number)s",
    ", ",
    ": ",
    "; ",
    "{percent} %",
}
"""Messages in which only the punctuation is translated."""

BOTH = [pytest.param(language, domain, id=f"{language}-{domain}") for language in LANGUAGES for domain in DOMAINS]


def stored(language: str, domain: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as po_file:
        return read_po(po_file, locale=language)


def spoken(language: str, domain: str) -> list[Message]:
    return [message for message in stored(language, domain) if message.id]


def texts(message: str | tuple[str, ...]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def to_fill_in(text: str) -> list[str]:
    return sorted(match.group() for rule in (LIKE_PRINTF, IN_BRACES, MARKUP) for match in rule.finditer(text))


@pytest.mark.parametrize(("language", "domain"), BOTH)
def test_a_catalogue_has_every_message_of_the_code_and_no_other(language: str, domain: str) -> None:
    said = {(message.context, message.id) for message in collected(domain) if message.id}
    assert {(message.context, message.id) for message in spoken(language, domain)} == said


@pytest.mark.parametrize(("language", "domain"), BOTH)
def test_no_message_lacks_its_translation(language: str, domain: str) -> None:
    assert [message.id for message in spoken(language, domain) if message.fuzzy or not all(texts(message.string))] == []


@pytest.mark.parametrize(("language", "domain"), BOTH)
def test_places_to_fill_in_are_kept(language: str, domain: str) -> None:
    for message in spoken(language, domain):
        for text in texts(message.string):
            assert to_fill_in(text) == to_fill_in(texts(message.id)[0])


@pytest.mark.parametrize("domain", DOMAINS)
def test_english_says_what_the_source_says(domain: str) -> None:
    assert all(message.string == message.id for message in spoken("en", domain))


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_is_chinese_with_its_own_punctuation(domain: str) -> None:
    for message in spoken("zh_CN", domain):
        for text in texts(message.string):
            assert HAN.search(text) or message.id in WORDLESS, text
            assert not HALF_WIDTH.search(text), text


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_whole_sentence_is_one_in_chinese_too(domain: str) -> None:
    for message in spoken("zh_CN", domain):
        for source, text in zip(texts(message.id), texts(message.string), strict=False):
            assert source.endswith(".") == text.endswith("。"), text


WORDS = [
    ("account status", "active", "正常"),
    ("duty state", "active", "在任"),
    ("account status", "suspended", "停用"),
    ("duty state", "suspended", "暂停履职"),
    ("class type", "open", "开放式"),
    (None, "open", "可学习"),
    ("class state", "closed", "已结班"),
    ("duty state", "ended", "已终止"),
    ("class registration", "refused", "审核未通过"),
    ("transfer", "refused", "不同意"),
    ("theme class", "title", "专题班名称"),
    (None, "title", "课程名称"),
]


@pytest.mark.parametrize(("context", "word", "chinese"), WORDS)
def test_a_word_of_two_senses_has_two_translations(context: str | None, word: str, chinese: str) -> None:
    found = stored("zh_CN", "django").get(word, context=context)
    assert found is not None
    assert found.string == chinese


TERMS = {
    "trainee": "学员",
    "employing unit": "学员所属单位",
    "management department": "管理部门",
    "training institution": "培训机构",
    "liaison officer": "联络员",
    "head teacher": "班主任",
    "academic-affairs officer": "教务人员",
    "learning-support staff": "学习支持人员",
    "teacher": "教师",
    "learner archive": "学习档案",
    "theme class": "专题班",
    "position": "职务",
    "rank": "职级",
    "position level": "职务级别",
    "credit-hours": "学时",
    "required": "必修",
    "elective": "选修",
}


@pytest.mark.parametrize("term", TERMS)
def test_terms_of_the_standard(term: str) -> None:
    assert stored("zh_CN", "django").get(term).string == TERMS[term]


def test_an_update_keeps_what_is_translated_and_drops_what_is_no_longer_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr("tools.update_translations.ROOT", tmp_path)
    monkeypatch.setattr("tools.update_translations.CATALOGUES", tmp_path / "translations")
    monkeypatch.setattr("tools.update_translations.DOMAINS", {"django": "package"})
    path = tmp_path / "translations/zh_CN/LC_MESSAGES/django.po"

    (package / "words.py").write_text('_("kept")\n_("gone")\npgettext_lazy("state", "kept")\n', encoding="utf-8")
    assert update("zh_CN", "django") == 3
    path.write_text(re.sub('(msgid "kept"\nmsgstr )""', r'\1"留"', path.read_text("utf-8")), encoding="utf-8")
    (package / "words.py").write_text('_("kept")\n_("new")\n', encoding="utf-8")
    assert update("zh_CN", "django") == 1

    with path.open("rb") as po_file:
        assert {message.id: message.string for message in read_po(po_file) if message.id} == {"kept": "留", "new": ""}
