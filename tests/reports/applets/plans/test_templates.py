"""Templates are plans that may be issued as they are (8.1)."""

from __future__ import annotations

import pytest
from django.utils import translation

from cadretrain_reports.applets.plans.api import TEMPLATES, content_from
from cadretrain_reports.applets.plans.content import checked
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.requirements import Situation, Whom


@pytest.mark.parametrize("key", TEMPLATES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_template_is_a_good_plan(key: str, language: str) -> None:
    with translation.override(language):
        content = content_from(key, 2026)
    assert checked(content) == content
    assert content.lines
    assert all(line.note for line in content.lines)


@pytest.mark.parametrize(
    ("level", "hours"),
    [("111", 550), ("121", 550), ("四级调研员", 550), ("一级主任科员", 90), ("142", 90), ("二级科员", 90)],
)
def test_the_regulation_asks_for_550_hours_in_five_years_or_90_a_year(level: str, hours: int) -> None:
    steps = Situation(position_level=level).steps or Situation(rank=level).steps
    lines = content_from("concentrated-2023", 2026).lines
    touching = [line for line in lines if Whom(highest=line.highest_level, lowest=line.lowest_level).touches("", steps)]
    assert [line.total_hours for line in touching] == [hours]


def test_there_is_no_other_template() -> None:
    with pytest.raises(Refused) as refused:
        content_from("2020", 2026)
    assert refused.value.code == "no_template"
