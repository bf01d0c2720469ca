"""Reading: Chinese by characters, other languages by words."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.proposals import TextCount, count_text, reading_seconds


@pytest.mark.parametrize(
    ("text", "characters", "words"),
    [
        ("没有调查，没有发言权。", 9, 0),
        ("No investigation, no right to speak.", 0, 6),
        ("用 Open edX 学习 GB/T 38856—2020", 3, 5),
        ("state-of-the-art isn't two", 0, 3),
        ("— … ，。!? 《》", 0, 0),
        ("ひらがなとカタカナ", 9, 0),
        ("한국어 문장", 0, 2),
        ("བོད་སྐད་ཡིག", 0, 3),
        ("\u3007二〇𠀀", 4, 0),
        ("", 0, 0),
    ],
)
def test_what_is_counted(text: str, characters: int, words: int) -> None:
    assert count_text(text) == TextCount(characters, words)


@pytest.mark.parametrize(
    ("count", "seconds"),
    [
        (TextCount(), 0),
        (TextCount(characters=300), 60),
        (TextCount(characters=301), 61),
        (TextCount(words=238), 60),
        (TextCount(characters=150, words=119), 60),
        (TextCount(pictures=1), 12),
        (TextCount(pictures=2), 23),
        (TextCount(pictures=12), sum(range(4, 13)) + 3 * 3),
    ],
)
def test_how_long_it_takes(count: TextCount, seconds: int) -> None:
    assert reading_seconds(count) == seconds


def test_a_chinese_page_is_not_one_word() -> None:
    page = "干部教育培训" * 200
    assert len(page.split()) == 1, "as the platform counts"
    assert reading_seconds(count_text(page)) == 240


def test_nothing_is_false() -> None:
    assert not count_text(" ")
    assert count_text("", pictures=1)
