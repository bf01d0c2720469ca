"""Theme classes on their pages: planned, registered in and run by clicking, each role doing its own part (8.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from tests import factories
from tests.factories_class_cast import ASSIGNED, Cast
from tests.factories_classes import registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/classes/"
TO_DECIDE = "/cadretrain/registrations/"

PLAN = {
    "host": "DEPARTMENT",
    "code": "K1",
    "title": "基层治理专题班",
    "class_type": "open",
    "number": "组通〔2026〕1号",
    "text": "按年度计划举办。",
    "audience": "县处级干部",
    "requirement": "提高基层治理能力",
    "planned_number": "2",
    "starts_on": "2026-01-05",
    "ends_on": "2026-01-05",
    "hosts": "DEPARTMENT",
    "organizers": "SASW",
    "co_organizers": "",
}
TEACHING = {
    "objectives": "掌握基层治理的方法",
    "hour_requirement": "2",
    "pass_mark": "60",
    "registration_until": "2026-01-05",
}


@pytest.fixture
def cast() -> Cast:
    return Cast()


def rows(name: str, *said: dict[str, str]) -> dict[str, str]:
    """Return what a browser sends of rows that are filled in."""
    fields = {f"{name}-{number}-{key}": value for number, row in enumerate(said) for key, value in row.items()}
    return {f"{name}-TOTAL_FORMS": str(len(said)), f"{name}-INITIAL_FORMS": "0", **fields}


def planned_by_clicking(browse: Any, cast: Cast) -> str:
    """Draw a class up, have another officer approve the training plan, and return the address of the class."""
    first, second = (browse(who) for who in cast.officers)
    first.get(f"{URL}begin/").press("/begin/", **PLAN)
    here = f"{URL}{ThemeClass.objects.get().uuid}/"
    assert first.response.redirect_chain == [(here, 302)]
    assert first.said("//h1") == "基层治理专题班"
    first.press("/approve-plan/")
    assert "Nobody decides on what they made themselves" in first.said("//main")
    assert second.get(here).press("/approve-plan/").status == 200
    return here


def taught_by_clicking(page: Any, here: str) -> None:
    """Write the teaching plan of a class."""
    page.get(f"{here}teach/").press("/teach/", **TEACHING, do="add-courses")
    assert page.page.xpath("//input[@name='courses-0-course']")
    assert page.page.xpath("//textarea[@name='objectives']")[0].text.strip() == TEACHING["objectives"]
    course = {"course": "SASW/C1", "requirement": "required", "course_run": factories.RUN}
    activity = {"kind": "seminar", "title": "分组研讨", "starts_at": "2026-01-05T09:00", "credit_hours": "2"}
    exam = {"title": "结业考试", "method": "objective_online", "pass_mark": "60", "weight": "1", "attempts": "1"}
    said = {**TEACHING, **rows("courses", course), **rows("activities", activity), **rows("assessments", exam)}
    page.get(f"{here}teach/").press("/teach/", **said)
    assert page.response.redirect_chain == [(here, 302)]
    made = ThemeClass.objects.get()
    assert made.activities.get().starts_at.isoformat() == "2026-01-05T01:00:00+00:00"
    assert (made.courses.get().course_run, made.assessments.get().title) == (factories.RUN, "结业考试")


def let_in_by_clicking(browse: Any, cast: Cast, here: str) -> None:
    """Have a trainee apply, the unit agree and the institution let the trainee in."""
    trainee, clerk, staff = browse(cast.trainees[0].user), browse(cast.liaison), browse(cast.affairs[0])
    assert trainee.get(URL, show="registering").each("//tbody//a") == ["基层治理专题班"]
    trainee.get(here).press("/apply/")
    mine = ClassRegistration.objects.get()
    assert trainee.each("//section[@aria-labelledby='own']//span") == ["registered"]
    there = f"{TO_DECIDE}{mine.uuid}/"
    assert clerk.get(TO_DECIDE).each("//tbody//a") == ["张三丰"]
    clerk.get(there).press(f"{mine.uuid}/", verdict="agree", opinion="同意")
    assert clerk.each("//tbody//a") == []
    staff.get(there).press(f"{mine.uuid}/", verdict="agree", opinion="")
    mine.refresh_from_db()
    assert mine.state == "confirmed"


def test_an_open_class_by_clicking_from_the_plan_to_the_archive(browse: Any, cast: Cast) -> None:
    here = planned_by_clicking(browse, cast)
    staff, boss, head = browse(cast.affairs[0]), browse(cast.officers[1]), browse(cast.head.user)
    taught_by_clicking(staff, here)
    staff.get(f"{here}staff/").press("/staff/", assignment=str(cast.head.uuid))
    boss.get(f"{here}approve/").press("/approve/")
    staff.get(f"{here}open/").press("/open/")
    let_in_by_clicking(browse, cast, here)
    for act in ("start", "assess", "close", "archive"):
        head.get(f"{here}{act}/").press(f"/{act}/")
        assert head.response.redirect_chain == [(here, 302)], act
    assert ThemeClass.objects.get().state == "archived"
    assert [line.split(" · ")[1] for line in staff.get(here).each("//section[@aria-labelledby='history']//li")] == [
        "planned",
        "approved",
        "registering",
        "running",
        "assessing",
        "closed",
        "archived",
    ]


def test_an_assigned_class_by_clicking(browse: Any, cast: Cast) -> None:
    made = cast.brought("registering", ASSIGNED)
    here = f"{URL}{made.uuid}/"
    boss, clerk = browse(cast.officers[0]), browse(cast.liaison)
    boss.get(f"{here}places/").press("/places/", unit="BUREAU", places="3")
    assert boss.each("//div[@role='alert']//a") == ["Places for each"]
    boss.press("/places/", unit="BUREAU", places="2")
    page = clerk.get(f"{here}name/")
    assert page.page.xpath("count(//input[@name='ticked'])") == 4
    page.press("/name/", further="T1，T2\nT3")
    assert page.status == 400
    page.press("/name/", further="T1，T9")
    assert page.each("//div[@role='alert']//a") == ["Identifiers of trainees"]
    page.press("/name/", ticked=str(cast.trainees[3].trainee.uuid), further="T1")
    assert page.response.redirect_chain == [(here, 302)]
    one = made.registrations.get(trainee__code="T1")
    boss.get(f"{TO_DECIDE}{one.uuid}/").press(f"{one.uuid}/", verdict="refuse", opinion="")
    assert boss.each("//div[@role='alert']//a") == ["Opinion"]
    boss.press(f"{one.uuid}/", verdict="refuse", opinion="不符合培训对象")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("refused", "不符合培训对象")
    assert "不符合培训对象" in browse(cast.trainees[0].user).get(here).said("//main")


def test_a_trainee_waits_and_leaves(browse: Any, cast: Cast) -> None:
    made = cast.brought("registering", planned_number=1)
    for account in cast.trainees[:3]:
        cast.confirmed(made, account)
    here = f"{URL}{made.uuid}/"
    last = browse(cast.trainees[2].user)
    assert last.get(here).each("//section[@aria-labelledby='own']/p") == ["on the waiting list 1 before you"]
    first = browse(cast.trainees[0].user).get(f"{here}leave/").press("/leave/", reason="")
    assert first.status == 400
    first.press("/leave/", reason="工作冲突")
    assert first.response.redirect_chain == [(here, 302)]
    assert made.registrations.get(trainee=cast.trainees[1].trainee).state == "confirmed"
    assert last.get(here).each("//section[@aria-labelledby='own']/p") == ["on the waiting list 0 before you"]


def test_a_class_that_lacks_something_says_what(browse: Any, cast: Cast) -> None:
    made = cast.brought("approved")
    made.duties.all().delete()
    page = browse(cast.affairs[0])
    assert "a head teacher" in page.get(f"{URL}{made.uuid}/").said("//p[@class='note warning']")
    page.get(f"{URL}{made.uuid}/open/")
    assert page.each("//div[@class='note warning']//li") == ["a head teacher"]
    assert page.press("/open/").status == 400
    assert "a head teacher" in page.said("//div[@role='alert']")


def test_a_class_is_changed_copied_and_cancelled(browse: Any, cast: Cast) -> None:
    page = browse(cast.officers[0])
    page.get(f"{URL}begin/").press("/begin/", **PLAN)
    made = ThemeClass.objects.get()
    draft = {name: said for name, said in PLAN.items() if name not in ("host", "code")}
    page.get(f"{URL}{made.uuid}/edit/").press("/edit/", **{**draft, "title": "新班名"})
    assert page.said("//h1") == "新班名"
    page.press("/edit/") if page.page.xpath("//form[contains(@action, '/edit/')]") else None
    page.get(f"{URL}begin/", copy=str(made.uuid))
    assert page.page.xpath("//input[@name='title']/@value") == ["新班名"]
    page.response = page.client.post(
        f"{URL}begin/?copy={made.uuid}",
        {**PLAN, "code": "K2", "csrfmiddlewaretoken": page.client.cookies["csrftoken"].value},
        follow=True,
    )
    assert ThemeClass.objects.get(code="K2").copied_from == made
    page.get(f"{URL}{made.uuid}/cancel/").press("/cancel/", reason="")
    assert page.status == 400
    page.press("/cancel/", reason="工作调整")
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_nobody_finds_what_is_not_for_them(browse: Any, cast: Cast) -> None:
    planned, open_ = cast.planned(), cast.brought("registering", code="K2")
    row = registered(open_, cast.trainees[0].trainee, state="endorsed")
    stranger = browse(factories.user())
    assert stranger.get(f"{URL}{planned.uuid}/").status == 404
    assert stranger.get(f"{URL}{open_.uuid}/").status == 200
    assert not stranger.page.xpath("//section[@aria-labelledby='further' or @aria-labelledby='history']")
    assert "按年度计划举办" not in stranger.said("//main")
    for address in ("begin/", f"{open_.uuid}/cancel/", f"{open_.uuid}/teach/", f"{open_.uuid}/staff/"):
        assert stranger.get(f"{URL}{address}").status == 403, address
    assert stranger.get(f"{URL}{open_.uuid}/name/").status == 403
    assert stranger.get(f"{URL}{open_.uuid}/leave/").status == 404
    assert stranger.get(TO_DECIDE).status == 403
    assert stranger.get(f"{TO_DECIDE}{row.uuid}/").status == 404
    oneself = browse(cast.trainees[0].user).get(f"{TO_DECIDE}{row.uuid}/")
    assert (oneself.status, oneself.page.xpath("//main//form")) == (200, [])


def test_everybody_finds_in_the_navigation_what_is_theirs(browse: Any, cast: Cast) -> None:
    for who, finds in ((cast.trainees[0].user, False), (cast.liaison, True), (cast.officers[0], True)):
        links = browse(who).get(URL).each("//nav//a")
        assert "Theme classes" in links
        assert ("Registrations" in links) is finds
