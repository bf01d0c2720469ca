"""The head teacher proposes who passes a class, academic affairs confirm it (8.3.6)."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.theme_classes.api import ClassResult, ThemeClass
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import graduate as workflow
from tests import factories
from tests.factories_classes import member, taught, theme_class
from tests.factories_graduation import affairs, assessing, head_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]

LIST = "/cadretrain/class-results/"


@pytest.fixture
def training(at_new_year: SimulatedClock) -> ThemeClass:
    """Return a class that is assessed; one of its two trainees has its course."""
    training = taught(theme_class(factories.institution()), factories.released("C1", 901))
    diligent, lazy = factories.trainee(name="张三丰"), factories.trainee(name="李四")
    for account in (diligent, lazy):
        member(training, account)
    factories.learn(diligent, at_new_year, 960, "C1")
    return assessing(training)


def url(training: ThemeClass, act: str = "") -> str:
    return f"/cadretrain/classes/{training.uuid}/results/{act}"


def verdicts(page: Any) -> list[str]:
    return [text for text in page.each("//tbody//td[2]") if text]


def test_from_the_proposal_to_the_confirmation(
    browse: Any, training: ThemeClass, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    teacher, officer = browse(head_teacher(training)), browse(affairs(training))
    assert teacher.get(LIST).each("//tbody//a") == ["专题班K1"]
    teacher.get(url(training)).press("/propose/")
    assert teacher.response.redirect_chain == [(url(training), 302)]
    told = " ".join(teacher.each("//tbody//td"))
    assert "The required course “课程C1” is not credited." in told or "is not credited" in told
    assert not teacher.page.xpath("//form[contains(@action, 'confirm')]")
    with django_capture_on_commit_callbacks(execute=True):
        officer.get(url(training)).press("/results/confirm/")
    assert set(ClassResult.objects.values_list("passed", "state")) == {(True, "confirmed"), (False, "confirmed")}
    assert officer.get(url(training), show="confirmed").each("//tbody//td[3]")[0] in ("0", "0.5")


def test_one_at_a_time_and_anew(browse: Any, training: ThemeClass) -> None:
    teacher, officer = browse(head_teacher(training)), browse(affairs(training))
    teacher.get(url(training)).press("/propose/")
    failed = ClassResult.objects.get(passed=False)
    officer.get(url(training)).press(f"/{failed.uuid}/confirm/")
    failed.refresh_from_db()
    assert failed.state == "confirmed"
    teacher.get(url(training)).press(f"/{failed.registration.uuid}/assess/")
    assert "Nothing has changed." in teacher.response.content.decode()


def test_what_is_refused_is_said_on_the_page(browse: Any, training: ThemeClass) -> None:
    by = affairs(training)
    officer = browse(by)
    officer.get(url(training)).press("/propose/")
    assert not officer.page.xpath("//form[contains(@action, 'confirm')]")
    other = browse(affairs(training)).get(url(training))
    workflow.confirm_class(affairs(training), training)
    other.press("/results/confirm/")
    assert "being confirmed already" in other.response.content.decode()


def test_strangers_find_nothing(browse: Any, training: ThemeClass) -> None:
    stranger = browse(factories.user())
    assert stranger.get(url(training)).status == 404
    assert stranger.get(LIST).status == 403
