"""Declared hours: who may, two pairs of eyes, kept apart, archived (8.2.5, 9.1.1, R6)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.declarations import api as declarations
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.resources.api import storage
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import declarations as workflow
from cadretrain_reports.workflows import submit
from cadretrain_reports.workflows.figures import unit_figures
from cadretrain_reports.workflows.requirement import attainment_of
from tests import factories, factories_plans
from tests.conftest import NEW_YEAR
from tests.factories_hours import evidence, handed_in, training
from tests.factories_people import acts, liaison, officer
from tests.factories_steering import academy, affairs, serve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}
    return tmp_path / "files"


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


def code_of(act: Any, *arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.code


def archived(account: Account) -> list[dict[str, Any]]:
    rows = ArchiveRecord.objects.filter(archive=account.pk, entry__kind="declared").order_by("pk")
    return [json.loads(row.payload) for row in rows]


def test_from_the_trainee_over_the_unit_to_the_department(account: Account) -> None:
    clerk, boss = liaison(account.trainee.unit), officer()
    declared = handed_in(account)
    assert (declared.state, declared.standing, declared.endorsed_by) == ("submitted", True, None)
    assert code_of(workflow.approve_hours, boss, declared) == "not_possible"
    workflow.endorse_hours(clerk, declared, "属实")
    done = workflow.approve_hours(boss, declared, "同意")
    assert (done.state, done.opinion, done.decided_by, done.endorsed_by) == ("approved", "同意", boss, clerk)
    steps = ["hours.hand_in", "hours.endorse", "hours.approve"]
    assert acts()[-3:] == [(step, "done") for step in steps]
    (record,) = archived(account)
    said = {"training_form": "face_to_face", "credit_hours": "40", "counts": True, "training_year": 2026}
    assert said.items() <= record.items()
    assert record["evidence"] == declared.file_digest


def test_face_to_face_hours_fill_no_online_requirement(account: Account) -> None:
    factories_plans.issued("DEPARTMENT", factories_plans.plan(factories_plans.line("40"), to=("BUREAU",)))
    declared = handed_in(account)
    workflow.endorse_hours(liaison(account.trainee.unit), declared)
    workflow.approve_hours(officer(), declared)
    (found,) = attainment_of(account.trainee, 2026)
    assert found.done is not None
    assert (found.done.total_hours, found.is_met) == (0, False)
    assert credits.total(account.pk, 2026) == 0
    (figures,) = unit_figures(officer(), 2026, NEW_YEAR.date())
    assert (figures.earned, figures.attained, figures.face_to_face) == (0, 0, Decimal(40))
    assert declarations.declared_in([account.pk], 2026)[account.pk].face_to_face == 40


def test_the_unit_declares_and_somebody_else_approves(account: Account) -> None:
    clerk = liaison(account.trainee.unit)
    declared = handed_in(account, clerk)
    assert (declared.state, declared.endorsed_by) == ("endorsed", clerk)
    serve(academy(), account.trainee.unit)
    assert workflow.approve_hours(affairs(academy()), declared).state == "approved"


def test_without_a_liaison_officer_the_department_need_not_wait(account: Account) -> None:
    assert workflow.approve_hours(officer(), handed_in(account)).state == "approved"


def test_nobody_decides_on_hours_of_their_own(account: Account, at_new_year: SimulatedClock) -> None:
    clerk = liaison(account.trainee.unit)
    own = factories.accounts.open_account(
        factories.people.BasicInformation("T9", "联络员"), account.trainee.unit, clerk
    )
    declared = handed_in(own)
    assert code_of(workflow.endorse_hours, clerk, declared) == "four_eyes"
    assert code_of(workflow.return_declaration, clerk, declared, "x") == "four_eyes"
    of_other = handed_in(account, clerk)
    assert code_of(workflow.return_declaration, clerk, of_other, "x") == "four_eyes"


def test_strangers_may_nothing(account: Account) -> None:
    declared = handed_in(account)
    beside = liaison(factories.organization("BESIDE"))
    for act in (workflow.endorse_hours, workflow.approve_hours, workflow.withdraw_declaration):
        with pytest.raises(Denied):
            act(beside, declared)
    with pytest.raises(Denied):
        workflow.approve_hours(affairs(academy()), declared)
    with pytest.raises(Denied):
        workflow.declare_hours(factories.user(), account.trainee, training())


def test_returned_with_a_reason_mended_and_handed_in_anew(account: Account) -> None:
    clerk = liaison(account.trainee.unit)
    declared = handed_in(account)
    assert code_of(workflow.return_declaration, clerk, declared, " ") == "missing"
    workflow.return_declaration(clerk, declared, "日期不对")
    changed = workflow.change_declaration(account.user, declared, training(credit_hours=Decimal(24)))
    assert (changed.state, changed.opinion) == ("returned", "日期不对")
    again = workflow.hand_declaration_in(account.user, declared)
    assert (again.state, again.opinion, again.credit_hours) == ("submitted", "", 24)


def test_a_training_stands_once(account: Account, folder: Path) -> None:
    first = handed_in(account)
    assert code_of(handed_in, account) == "already_declared"
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    workflow.withdraw_declaration(account.user, first)
    assert handed_in(account).state == "submitted"


def test_what_is_revoked_counts_no_more_and_the_archive_says_so(account: Account) -> None:
    boss = officer()
    declared = workflow.approve_hours(boss, handed_in(account))
    workflow.revoke_hours(boss, declared, "弄虚作假")
    assert declarations.declared_in([account.pk], 2026)[account.pk].face_to_face == 0
    assert [record["counts"] for record in archived(account)] == [True, False]
    assert code_of(workflow.withdraw_declaration, account.user, declared) == "not_possible"


def test_other_evidence_takes_the_place_of_the_first(account: Account, django_capture_on_commit_callbacks: Any) -> None:
    draft = workflow.declare_hours(account.user, account.trainee, training())
    first = workflow.put_evidence(account.user, draft, evidence("甲.pdf")).stored_as
    with django_capture_on_commit_callbacks(execute=True):
        second = workflow.put_evidence(account.user, draft, evidence("乙.pdf"))
    assert (storage().exists(first), storage().exists(second.stored_as)) == (False, True)


def test_the_package_of_the_year_proves_it(account: Account, tmp_path: Path, settings: Any) -> None:
    settings.CADRETRAIN_EXPORT_ROOT = str(tmp_path / "out")
    workflow.approve_hours(officer(), handed_in(account))
    package = submit.export_year(2026)
    assert not verify_package(package).problems
    kinds = [json.loads(line)["kind"] for line in (package / "data" / "log" / "entries.jsonl").read_text().splitlines()]
    assert "declared" in kinds
