"""One body goes up in another, with all who belong to it (5.1, 6.1.3)."""

from __future__ import annotations

import json
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.api import ArchiveRecord
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, Service
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell
from cadretrain_reports.applets.roles.api import Role, RoleStep
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows import bodies, submit
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_bodies import (
    ALL,
    audited,
    check_tree,
    department,
    duty,
    institution,
    officer,
    operator,
    refusal,
    trainee,
    unit,
)
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db

MERGE = "tests.factories_bodies.do_merge"


@pytest.fixture
def pair() -> tuple[Organization, Organization]:
    """Two bodies of all capacities below one department."""
    province = department("P")
    return organizations.add("S", "并入局", ALL, province), organizations.add("I", "接收局", ALL, province)


def situations(person: Trainee) -> list[tuple[Any, ...]]:
    rows = TraineeSpell.objects.filter(trainee=person).order_by("pk")
    return list(rows.values_list("unit__code", "managing_department__code", "since", "until"))


def test_all_who_belong_to_it_go_along(pair: tuple[Organization, Organization], at_new_year: SimulatedClock) -> None:
    source, into = pair
    office = unit("O", source)
    own, managed = trainee("T1", source), trainee("T2", office, source)
    other = trainee("T3", into, organizations.get("P"))
    ending, staying = duty(source, Role.LIAISON_OFFICER), duty(into, Role.LIAISON_OFFICER)
    academy = institution("A")
    organizations.serve(academy, source)
    at_new_year.advance(86400)
    actor = officer(organizations.get("P"))
    bodies.merge_bodies(actor, source, into, "机构改革")
    later = NEW_YEAR + timedelta(days=1)
    assert situations(own) == [("S", "S", NEW_YEAR, later), ("I", "I", later, None)]
    assert situations(managed) == [("O", "S", NEW_YEAR, later), ("O", "I", later, None)]
    assert situations(other) == [("I", "P", NEW_YEAR, None)]
    ending.refresh_from_db()
    staying.refresh_from_db()
    assert (ending.state, staying.state) == ("ended", "active")
    step = RoleStep.objects.get()
    assert (step.assignment, step.by, step.at, step.reason) == (ending, actor, later, "机构改革")
    assert Service.objects.get(standing=True).unit == into
    assert organizations.get("S").merged_into == into
    check_tree()


def test_the_log_of_both_has_it_in_one_operation(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    trainee("T1", source)
    duty(source, Role.LIAISON_OFFICER)
    unit("O", source)
    bodies.merge_bodies(operator(), source, into, "机构改革")
    one, other = audited("organization.merge")
    assert (one.organization, one.details["other"]) == ("S", "I")
    assert (other.organization, other.details["other"]) == ("I", "S")
    assert one.operation == other.operation
    figures = {"organizations": 1, "services": 0, "delegations": 0, "trainees": 1, "managed": 1, "duties": 1}
    assert one.details == {"other": "I", **figures}


def test_officers_of_the_heir_see_whom_they_took_over(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    person = trainee("T1", source)
    before, after = officer(source, Role.LIAISON_OFFICER), officer(into, Role.LIAISON_OFFICER)
    bodies.merge_bodies(operator(), source, into, "机构改革")
    assert list(in_scope(Trainee.objects.all(), after)) == [person]
    assert list(in_scope(Trainee.objects.all(), before)) == []


def test_courses_stay_the_closed_institutions_and_keep_their_identity() -> None:
    version = factories.released("C1")
    source = organizations.get("SASW")
    into = institution("NEW")
    bodies.merge_bodies(operator(), source, into, "合并办学")
    version.course.refresh_from_db()
    assert version.course.institution == source


def test_what_is_not_settled_holds_it(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    ThemeClass.objects.create(institution=source, code="K1", title="专题班", class_type="open", state="running")
    assert refusal(bodies.merge_bodies, operator(), source, into, "合并") == ("has_classes", "organization")
    ThemeClass.objects.update(state="archived")
    bodies.merge_bodies(operator(), source, into, "合并")


def test_a_merger_needs_a_reason(pair: tuple[Organization, Organization]) -> None:
    assert refusal(bodies.merge_bodies, operator(), *pair, "") == ("reason_missing", "reason")


def test_what_is_refused_moves_nobody(pair: tuple[Organization, Organization]) -> None:
    source, _into = pair
    person, assignment = trainee("T1", source), duty(source, Role.LIAISON_OFFICER)
    assert refusal(bodies.merge_bodies, operator(), source, unit("U"), "合并") == ("capacity_lacking", "into")
    assignment.refresh_from_db()
    assert (assignment.state, len(situations(person))) == ("active", 1)
    assert not audited("organization.merge")


def test_studied_time_and_credit_stay_with_the_person(
    pair: tuple[Organization, Organization], at_new_year: SimulatedClock
) -> None:
    account = factories.trainee("T1", unit="S")
    factories.released("C1", 60)
    page = factories.learn(account, at_new_year, 120)
    bodies.merge_bodies(operator(), *pair, "合并")
    page.learn(60)
    assert people.trainee(account.pk).unit == pair[1]
    assert factories.study.progress(account.user_id, "block-C1", page.session).learning_duration >= 120


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_one_body_into_different_ones_one_is_refused(
    pair: tuple[Organization, Organization],
) -> None:
    source, _into = pair
    organizations.add("J", "另一局", ALL, organizations.get("P"))
    person = trainee("T1", source)
    with crew() as workers:
        own = [{"function": MERGE, "actor": operator().pk, "source": "S", "into": into} for into in ("I", "J")]
        assert sorted(together(workers, "call", *own)) == ["", "closed"]
    person.refresh_from_db()
    assert person.unit == organizations.get("S").merged_into
    check_tree()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [6, 14, 22, 30])
def test_a_process_killed_while_it_merges_leaves_nothing_half_done(
    pair: tuple[Organization, Organization], statements: int
) -> None:
    source, _into = pair
    unit("O", source)
    trainee("T1", source)
    duty(source, Role.LIAISON_OFFICER)
    actor = operator().pk
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", function=MERGE, actor=actor, source="S", into="I")
        assert worker.wait() == -signal.SIGKILL
    assert organizations.get("S").active_until is None
    assert (Trainee.objects.get().unit, TraineeSpell.objects.count(), RoleStep.objects.count()) == (source, 1, 0)
    assert not audited("organization.merge")
    check_tree()
    with Worker() as worker:
        assert worker.do("call", function=MERGE, actor=actor, source="S", into="I") == ""
    check_tree()


def test_the_archives_say_so_and_the_years_package_is_honest(
    pair: tuple[Organization, Organization], at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    """A credit before and one after the merger name the units of their time, and verify (R9)."""
    source, into = pair
    person = factories.trainee("T1", unit="S")
    without_account = trainee("T2", source)
    for code in ("C1", "C2"):
        factories.released(code, 600)
    factories.learn(person, at_new_year, 600, "C1")
    at_new_year.advance(86_400)
    bodies.merge_bodies(operator(), source, into, "机构改革")
    at_new_year.advance(86_400)
    factories.learn(person, at_new_year, 600, "C2")
    at_new_year.advance(600)
    package = submit.export_year(2026)
    report = verify_package(package, signing_key.verifier)
    assert report.intact, report.problems
    said = ArchiveRecord.objects.filter(entry__kind="transfer").values_list("archive__number", "payload")
    ((number, payload),) = said
    assert (number, json.loads(payload)["from_unit"], json.loads(payload)["to_unit"]) == ("T1", "S", "I")
    earned = CreditEntry.objects.order_by("earned_at").values_list("unit__code", flat=True)
    assert list(earned) == ["S", "I"]
    without_account.refresh_from_db()
    assert without_account.unit == into


def test_those_of_the_department_above_come_under_the_one_above_the_heir(at_new_year: SimulatedClock) -> None:
    """As after a move: a merger across departments leaves nobody with the old one but whom others manage (5.1)."""
    province = department("P")
    old, new = department("A", province), department("B", province)
    source, into = unit("U", old), unit("V", new)
    usual, below, lent = trainee("T1", source, old), trainee("T2", unit("O", source), old), trainee("T3", source, new)
    beside, secondee = trainee("T4", unit("W", old), old), trainee("T5", into, old)
    at_new_year.advance(86_400)
    bodies.merge_bodies(officer(province), source, into, "机构改革")
    for person, where in ((usual, "V B"), (below, "O B"), (lent, "V B"), (beside, "W A"), (secondee, "V A")):
        person.refresh_from_db()
        assert f"{person.unit.code} {person.managing_department.code}" == where
    later = at_new_year.at
    assert situations(usual) == [("U", "A", NEW_YEAR, later), ("V", "B", later, None)]
    assert audited("organization.merge")[0].details["managed"] == 2


def test_who_is_credited_while_the_others_are_held_is_credited_before(
    pair: tuple[Organization, Organization],
    at_new_year: SimulatedClock,
    exports: Path,
    signing_key: Signer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of ten thousand trainees the last may be credited a minute after the first is held (R9)."""
    account = factories.trainee("T1", unit="S")
    factories.released("C1", 600)
    page, lock = factories.learn(account, at_new_year, 540), archives.lock_archive

    def waits(trainee_id: int) -> Any:
        if not CreditEntry.objects.exists():
            page.learn(60)
        return lock(trainee_id)

    monkeypatch.setattr(archives, "lock_archive", waits)
    bodies.merge_bodies(operator(), *pair, "机构改革")
    at_new_year.advance(600)
    assert CreditEntry.objects.get().unit == pair[0]
    assert verify_package(submit.export_year(2026), signing_key.verifier).problems == ()
