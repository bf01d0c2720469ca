"""What is on offer and how it is found (3.12)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseVersion
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

TAUGHT = {
    "title": "公文写作：Meeting Minutes",
    "category": "公文与调研",
    "lecturers": ("何静怡", "Alim Ä"),
    "objectives": "写清事项\n@分清责任",
    "knowledge_points": ("只写议定的",),
}


def hits(words: str) -> int:
    return courses.found(courses.catalogue(), words).count()


@pytest.mark.parametrize(
    "words",
    [
        "公文",
        "meeting MINUTES",
        "会议 C1".replace("会议 ", ""),
        "何静怡 公文",
        "alim ä",
        "写清事项 @分清责任",
        "议定",
        " 公文  调研 ",
    ],
)
def test_each_word_is_looked_for_in_all_that_is_said(words: str) -> None:
    factories.released("C1", **TAUGHT)
    factories.released("X2")
    assert hits(words) == 1


@pytest.mark.parametrize("words", ["公文 应急", "%", "_", "\\"])
def test_what_occurs_nowhere_is_not_found(words: str) -> None:
    factories.released("C1", **TAUGHT)
    assert hits(words) == 0


def test_no_words_find_everything() -> None:
    factories.released("C1")
    assert hits("") == hits("  ") == 1


def test_a_lecturer_is_found_by_how_the_name_begins_and_nobody_else_by_it() -> None:
    factories.released("C1", **TAUGHT)
    factories.released("C2", title="何静怡的课")
    told = [version.course.code for version in courses.taught_by(courses.catalogue(), " 何静 ")]
    assert told == ["C1"]
    assert not courses.taught_by(courses.catalogue(), "静怡").exists()


def test_words_follow_what_a_version_says() -> None:
    version = factories.draft("C1")
    version.title = "新的名称"
    version.save(update_fields=["title"])
    factories.released("C1", title="新的名称")
    assert hits("新的名称") == 1
    version.save(update_fields=["state"])


def test_a_draft_over_a_released_course_changes_nothing_but_that_credit_waits() -> None:
    first = factories.released("C1")
    assert [row.credit_waits for row in courses.catalogue()] == [False]
    factories.draft("C1", title="新版")
    (row,) = courses.catalogue()
    assert (row.pk, row.credit_waits) == (first.pk, True)
    assert courses.released_version(first.course) == first
    assert [version.pk for version in courses.public_versions(first.course_id)] == [first.pk]


@pytest.mark.parametrize("state", [CourseVersion.State.OFFLINE, CourseVersion.State.REVOKED])
def test_what_is_taken_back_is_not_on_offer_any_more(state: str) -> None:
    version = factories.released("C1")
    CourseVersion.objects.filter(pk=version.pk).update(state=state)
    assert not courses.catalogue().exists()
    assert courses.released_version(version.course) is None
    assert courses.public_versions(version.course_id).count() == 1


def test_a_course_is_studied_where_it_is_led() -> None:
    version = factories.released("C1")
    factories.register(factories.marking("C1", usage_key="block-again"))
    place = courses.study_place(version.course_id)
    assert place is not None
    assert place.usage_key == "block-C1"
    assert courses.study_place(0) is None


def test_a_rerun_serves_where_the_leading_block_is_gone_or_unreviewed() -> None:
    version = factories.released(content="a" * 64)
    factories.register(factories.marking("C1", content="b" * 64, usage_key="other"))
    rerun = factories.register(factories.marking("C1", content="a" * 64, usage_key="rerun"))
    led = courses.study_place(version.course_id)
    assert led is not None
    assert led.leading
    courses.forget(led.usage_key)
    assert courses.study_place(version.course_id) == rerun
    courses.lead(courses.Placement.objects.get(usage_key="other"))
    assert courses.study_place(version.course_id) == rerun
