from __future__ import annotations

import pytest

from cadretrain_reports import compat
from cadretrain_reports.demo import host, scenarios
from cadretrain_xblock.contract import CreditCourseMarking
from tests.demo.conftest import RUN, marked_unit

pytestmark = pytest.mark.django_db


def test_compat_asks_the_embedded_host(loaded: str) -> None:
    marking = CreditCourseMarking(
        usage_key=f"{RUN}.cadretrain_credit_course.d0.u0",
        course_run=RUN,
        provider="SASW",
        code="C1",
        title="调查研究的方法",
        course_duration=901,
        requirement="elective",
        covers=scenarios.unit_of(RUN),
    )
    assert compat.markings_in_run(loaded) == [marking]
    assert compat.markings_below(scenarios.unit_of(loaded)) == [marking]
    assert compat.markings_below(scenarios.credit_course_of(loaded)) == [marking]


def test_a_page_marks_nothing_and_what_is_gone_holds_nothing(loaded: str) -> None:
    assert host.markings_below(f"{loaded}.html_demo.d0.u0") == []
    assert host.markings_below(f"{loaded}.html_demo.d9.u0") == []
    assert host.markings_below("block-v1:edX+Demo+type@html+block@x") == []


@pytest.mark.parametrize(("run", "provider"), [("course-v1:QHGX+C2+2026", "QHGX"), ("no-such-key", "")])
def test_an_empty_provider_is_the_organization_of_the_course_run(run: str, provider: str) -> None:
    scenarios.load(marked_unit(run, provider=""))
    assert [marking.provider for marking in host.markings_in_run(run)] == [provider]
