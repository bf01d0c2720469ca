"""Resources: who makes, reviews, withdraws and sees them, and what becomes of files that are not taken (7.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.resources.api import SupportResource, storage
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import resources as workflow
from tests import factories
from tests.factories_duties import holder
from tests.factories_people import acts, liaison, officer
from tests.factories_steering import academy, affairs, content, refusal, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(at_new_year: SimulatedClock) -> Organization:
    return academy()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Have files kept in an empty folder."""
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def offered(institution: Organization, **other: Any) -> SupportResource:
    made = workflow.make_resource(affairs(institution), institution, content(**other))
    workflow.hand_resource_in(affairs(institution), made)
    return workflow.review_resource(affairs(institution), made, offered=True)


def sees(user: Any, resource: SupportResource) -> bool:
    return in_scope(SupportResource.objects.all(), user).filter(pk=resource.pk).exists()


def test_learning_support_makes_and_academic_affairs_reviews(institution: Organization) -> None:
    support, clerk = holder(Role.LEARNING_SUPPORT_STAFF, institution), affairs(institution)
    resource = workflow.make_resource(support, institution, content())
    workflow.change_resource(support, resource, content(title="新条例"))
    workflow.hand_resource_in(support, resource)
    with pytest.raises(Denied):
        workflow.review_resource(support, resource, offered=True)
    workflow.review_resource(clerk, resource, offered=False, opinion="出处不明")
    workflow.hand_resource_in(support, resource)
    assert workflow.review_resource(clerk, resource, offered=True).state == "offered"
    assert workflow.withdraw_resource(support, resource, "已废止").state == "withdrawn"
    did = ["make", "change", "hand_in", "return", "hand_in", "offer", "withdraw"]
    assert [act for act, outcome in acts() if outcome == "done"] == [f"resource.{act}" for act in did]


def test_nobody_else_makes_or_changes(institution: Organization) -> None:
    resource = workflow.make_resource(affairs(institution), institution, content())
    for stranger in (officer(), holder(Role.TEACHER, institution), affairs(academy("ELSE")), factories.user()):
        for act in (
            lambda who: workflow.make_resource(who, institution, content()),
            lambda who: workflow.change_resource(who, resource, content()),
            lambda who: workflow.put_file(who, resource, SimpleUploadedFile("a.txt", b"x")),
            lambda who: workflow.withdraw_resource(who, resource, "x"),
        ):
            with pytest.raises(Denied):
                act(stranger)


def test_a_file_that_nothing_comes_of_is_not_kept(institution: Organization, folder: Path) -> None:
    clerk = affairs(institution)
    text = workflow.make_resource(clerk, institution, content())
    upload = SimpleUploadedFile("a.txt", b"x")
    assert refusal(workflow.put_file, clerk, text, upload) == ("no_file", "file")
    assert files_in(folder) == []


@pytest.mark.django_db(transaction=True)
def test_a_better_file_takes_the_place_of_the_one_before(folder: Path) -> None:
    institution = academy()
    clerk = affairs(institution)
    resource = workflow.make_resource(clerk, institution, content(form="file", text=""))
    for said in (b"one", b"two"):
        resource = workflow.put_file(clerk, resource, SimpleUploadedFile("条例.txt", said))
    assert [path.read_bytes() for path in files_in(folder)] == [b"two"]
    with storage().open(resource.stored_as) as opened:
        assert opened.read() == b"two"


def test_trainees_of_units_served_see_what_is_offered_to_them(institution: Organization) -> None:
    unit = factories.organization("BUREAU")
    serve(institution, unit)
    office = factories.organization("OFFICE", parent=unit)
    mine, below, other = (factories.trainee(unit=code).user for code in ("BUREAU", office.code, "BESIDE"))
    resource = offered(institution)
    assert [sees(who, resource) for who in (mine, below, liaison(unit), other)] == [True, True, True, False]
    workflow.withdraw_resource(affairs(institution), resource, "已废止")
    assert not sees(mine, resource)
    assert sees(officer(), resource)


def test_a_draft_is_for_those_who_make_it(institution: Organization) -> None:
    unit = factories.organization("BUREAU")
    serve(institution, unit)
    draft = workflow.make_resource(affairs(institution), institution, content())
    seeing = (affairs(institution), holder(Role.LEARNING_SUPPORT_STAFF, institution), officer())
    assert all(sees(who, draft) for who in seeing)
    blind = (factories.trainee(unit="BUREAU").user, liaison(unit), holder(Role.TEACHER, institution))
    assert not any(sees(who, draft) for who in blind)


def test_a_body_and_all_below_it(institution: Organization) -> None:
    body = factories.organization("BUREAU")
    resource = offered(institution, audience="body", audience_body="BUREAU")
    office = factories.organization("OFFICE", parent=body)
    inside, outside = factories.trainee(unit=office.code).user, factories.trainee(unit="BESIDE").user
    assert [sees(who, resource) for who in (inside, liaison(office), outside)] == [True, True, False]
    assert sees(holder(Role.TEACHER, institution), resource)


def test_those_who_study_a_course(institution: Organization, at_new_year: SimulatedClock) -> None:
    course = factories.released().course
    resource = offered(institution, audience="course", audience_course=course)
    account, other = factories.trainee(), factories.trainee()
    assert not sees(account.user, resource)
    factories.learn(account, at_new_year, 60)
    assert [sees(who.user, resource) for who in (account, other)] == [True, False]
