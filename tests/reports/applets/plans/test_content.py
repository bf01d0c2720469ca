"""What an issuance may say (5.2, 8.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.plans.api import Content, LineContent
from cadretrain_reports.applets.plans.content import checked
from cadretrain_reports.refusals import Refused

PLAN = Content("annual_plan", " 年度培训计划 ", year=2026, lines=(LineContent(Decimal(50)),))
RULES = Content("rules", "制度", link="https://example.cn/1.pdf")


def refused(content: Content) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        checked(content)
    assert str(refusal.value)
    return refusal.value.code, refusal.value.field


def test_texts_lose_the_space_around_them_and_lists_their_doubles() -> None:
    line = LineContent(Decimal(50), cadre_categories=("公务员", " 公务员 "), note=" 备注 ")
    said = checked(replace(PLAN, lines=(line,)))
    assert said.title == "年度培训计划"
    assert (said.lines[0].cadre_categories, said.lines[0].note) == (("公务员",), "备注")
    assert checked(RULES) == RULES


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "letter"}, ("bad_kind", "kind")),
        ({"title": " "}, ("missing", "title")),
        ({"title": "x" * 256}, ("too_long", "title")),
        ({"text": "\0"}, ("bad_characters", "text")),
        ({"year": None}, ("bad_year", "year")),
        ({"year": 26}, ("bad_year", "year")),
        ({"link": "javascript:alert(1)"}, ("bad_link", "link")),
        ({"link": "https://"}, ("bad_link", "link")),
        ({"link": "https://[x"}, ("bad_link", "link")),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, ("days_out_of_order", "valid_until")),
        ({"lines": (LineContent(Decimal(1)),) * 101}, ("too_many", "lines")),
    ],
)
def test_what_no_plan_says(said: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert refused(replace(PLAN, **said)) == refusal


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"year": 2026}, ("bad_year", "year")),
        ({"goals": "目标"}, ("no_lines_here", "lines")),
        ({"lines": PLAN.lines}, ("no_lines_here", "lines")),
    ],
)
def test_only_an_annual_plan_has_a_year_goals_and_lines(said: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert refused(replace(RULES, **said)) == refusal


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"form": "walking"}, ("bad_form", ".form")),
        ({"over_years": 6}, ("bad_span", ".over_years")),
        ({"over_years": 0}, ("bad_span", ".over_years")),
        ({"total_hours": Decimal("0.3")}, ("bad_hours", ".total_hours")),
        ({"elective_course_hours": Decimal(-1)}, ("bad_hours", ".elective_course_hours")),
        ({"total_hours": Decimal("NaN")}, ("bad_hours", ".total_hours")),
        ({"required_course_hours": Decimal(51)}, ("hours_out_of_order", ".total_hours")),
        ({"total_hours": Decimal(0)}, ("nothing_asked", "")),
        ({"form": "concentrated", "required_course_hours": Decimal(1)}, ("only_total", "")),
        ({"over_years": 5, "elective_course_hours": Decimal(1)}, ("only_total", "")),
        ({"highest_level": "处长"}, ("bad_level", ".highest_level")),
        ({"lowest_level": "199"}, ("bad_level", ".lowest_level")),
        ({"highest_level": "141", "lowest_level": "131"}, ("levels_apart", ".lowest_level")),
        ({"highest_level": "131", "lowest_level": "420"}, ("levels_apart", ".lowest_level")),
        ({"cadre_categories": ("",)}, ("missing", ".cadre_categories")),
        ({"note": "x" * 501}, ("too_long", ".note")),
    ],
)
def test_what_no_line_says(said: dict[str, Any], refusal: tuple[str, str]) -> None:
    good, bad = PLAN.lines[0], replace(PLAN.lines[0], **said)
    assert refused(replace(PLAN, lines=(good, bad))) == (refusal[0], f"lines.1{refusal[1]}")


@pytest.mark.parametrize(
    "said",
    [
        {"highest_level": "131", "lowest_level": "四级调研员"},
        {"lowest_level": "420"},
        {"highest_level": "131", "lowest_level": "131"},
    ],
)
def test_a_range_goes_down_one_ladder(said: dict[str, str]) -> None:
    line = replace(PLAN.lines[0], **said)
    assert checked(replace(PLAN, lines=(line,))).lines == (line,)
