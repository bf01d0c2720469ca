"""A resource is made, reviewed by a second person, offered, withdrawn (7.2)."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.applets.resources.api import StoredFile, SupportResource
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, content, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def institution() -> Organization:
    return academy()


def made(institution: Organization, by: Any = None, **other: Any) -> SupportResource:
    return resources.make(institution, content(**other), by or factories.user(), NEW_YEAR)


def a_file(name: str = "x") -> StoredFile:
    return StoredFile(f"cadretrain/resources/{name}.pdf", "条例.pdf", 8, "d" * 64)


def test_each_form_has_its_content(institution: Organization) -> None:
    assert made(institution).text == "第一条"
    assert made(institution, form="link", text="", link=" https://www.gov.cn/x ").link == "https://www.gov.cn/x"
    assert made(institution, form="file", text="").stored_as == ""


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"title": " "}, ("missing", "title")),
        ({"kind": "film"}, ("bad_kind", "kind")),
        ({"form": "song"}, ("bad_form", "form")),
        ({"text": " "}, ("missing", "text")),
        ({"text": "x" * 100_001}, ("too_long", "text")),
        ({"link": "https://www.gov.cn/"}, ("other_form", "link")),
        ({"form": "link"}, ("other_form", "text")),
        ({"form": "link", "text": ""}, ("missing", "link")),
        *(
            ({"form": "link", "text": "", "link": link}, ("bad_link", "link"))
            for link in ("javascript:alert(1)", "www.gov.cn", "https://", "https://a b", "https://u@h/", "http://[::1")
        ),
        ({"audience": "nobody"}, ("bad_audience", "audience")),
    ],
)
def test_what_is_no_resource(institution: Organization, wrong: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(made, institution, **wrong) == expected


def test_only_an_institution_offers() -> None:
    assert refusal(made, factories.organization("BUREAU")) == ("no_institution", "organization")


def test_a_second_person_reviews(institution: Organization) -> None:
    author, reviewer = factories.user(), factories.user()
    resource = made(institution, author)
    assert refusal(resources.offer, resource, "", reviewer, NEW_YEAR) == ("not_possible", "")
    resources.hand_in(resource)
    assert refusal(resources.change, resource, content(), author, NEW_YEAR) == ("not_possible", "")
    for decide in (resources.offer, resources.turn_back):
        assert refusal(decide, resource, "x", author, NEW_YEAR) == ("four_eyes", "")
    assert refusal(resources.turn_back, resource, " ", reviewer, NEW_YEAR) == ("missing", "opinion")
    assert resources.turn_back(resource, "出处不明", reviewer, NEW_YEAR).state == "returned"
    resources.change(resource, content(title="新条例"), author, NEW_YEAR)
    assert resources.hand_in(resource).state == "under_review"
    offered = resources.offer(resource, "", reviewer, NEW_YEAR)
    assert (offered.state, offered.title, offered.reviewed_by, offered.opinion) == ("offered", "新条例", reviewer, "")


def test_what_is_offered_changes_no_more_but_is_withdrawn(institution: Organization) -> None:
    resource = made(institution)
    resources.hand_in(resource)
    resources.offer(resource, "", factories.user(), NEW_YEAR)
    assert refusal(resources.change, resource, content(), factories.user(), NEW_YEAR) == ("not_possible", "")
    assert refusal(resources.withdraw, resource, " ", NEW_YEAR) == ("missing", "reason")
    assert resources.withdraw(resource, "已废止", NEW_YEAR).state == "withdrawn"
    assert refusal(resources.withdraw, resource, "x", NEW_YEAR) == ("not_possible", "")


def test_a_file_is_sent_before_it_is_handed_in(
    institution: Organization, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    resource = made(institution, form="file", text="")
    assert refusal(resources.hand_in, resource) == ("missing", "file")
    assert resources.put_file(resource, a_file("one"), factories.user(), NEW_YEAR).file_name == "条例.pdf"
    with django_capture_on_commit_callbacks() as removed:
        resources.put_file(resource, a_file("two"), factories.user(), NEW_YEAR)
    assert len(removed) == 1
    changed = resources.change(resource, content(form="file", text="", title="改"), factories.user(), NEW_YEAR)
    assert changed.stored_as.endswith("two.pdf")
    without = resources.change(resource, content(), factories.user(), NEW_YEAR)
    assert (without.stored_as, without.file_name, without.file_size) == ("", "", None)
    assert refusal(resources.put_file, resource, a_file(), factories.user(), NEW_YEAR) == ("no_file", "file")
