"""A trainee leaves the platform with the whole archive, or comes from another with it (6.1.3, 9.1.1)."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.models import Trainee
from cadretrain_reports.applets.transfers.api import HandOver, Transfer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.quotations import quotation_fault
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.records import AccountRecord, TakenInRecord, from_payload
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import handover, study, submit, transfer
from cadretrain_reports.workflows.handover import hand_over, take_in
from tests import factories
from tests.factories_transfers import NEW, OLD, asked, kinds, liaison, moved, officer
from tests.reports.offline import build, forge
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db

PLACE = "外省干部网络学院"


@pytest.fixture
def account(at_new_year: SimulatedClock) -> people.Account:
    """A trainee who earned one credit in each of two years, at two units, and has studied a third course."""
    for code in ("C1", "C2", "C3"):
        factories.released(code, 60)
    account = factories.trainee("T1")
    factories.learn(account, at_new_year, 60, "C1")
    at_new_year.advance(370 * 86_400)
    moved(account)
    at_new_year.advance(60)
    factories.learn(account, at_new_year, 60, "C2")
    factories.learn(account, at_new_year, 30, "C3")
    return account


def left(account: people.Account, directory: Path, **options: Any) -> Path:
    return hand_over(officer(), people.trainee(account.pk), PLACE, directory, **options)


def document(package: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((package / "data/handover.json").read_bytes())
    return said


# Out.


def test_all_years_leave_in_one_package_that_verifies(
    account: people.Account, tmp_path: Path, signing_key: Signer
) -> None:
    package = left(account, tmp_path / "out")
    report = verify_package(package, signing_key.verifier)
    assert (report.problems, report.records) == ((), 8)
    said = document(package)
    assert (said["portfolioId"], said["name"], said["place"], said["unit"]) == ("T1", "张三丰", PLACE, NEW)
    courses = [(one["courseId"], one["creditHours"], one["year"], one["unit"]) for one in said["courses"]]
    assert courses == [("SASW/C1", "0.25", 2026, OLD), ("SASW/C2", "0.25", 2027, NEW)]
    assert said["creditHours"] == "0.5"
    due = ["account", "credit", "transfer", "credit", "study", "study", "study", "handover"]
    assert kinds(account) == due


def test_nothing_is_deleted_and_the_account_rests(account: people.Account, tmp_path: Path) -> None:
    package = left(account, tmp_path)
    account.refresh_from_db()
    assert (account.status, CreditEntry.objects.count()) == ("suspended", 2)
    with pytest.raises(study.StudyRefused):
        study.progress(account.user_id, "block-C1", "s")
    kept = HandOver.objects.get()
    assert (kept.direction, kept.place, kept.signer) == ("out", PLACE, "demo.cadretrain.invalid")
    assert kept.digest == handover.seal_digest(package)
    entry = AuditEntry.objects.get(act="trainee.hand_over")
    assert (entry.outcome, entry.details) == ("done", {"digest": kept.digest})


def test_a_standing_transfer_is_withdrawn(account: people.Account, tmp_path: Path) -> None:
    wanted = asked(account, to_unit="THIRD")
    left(account, tmp_path)
    assert Transfer.objects.get(pk=wanted.pk).state == "withdrawn"


def test_the_package_of_the_year_carries_the_leave(
    account: people.Account, tmp_path: Path, exports: Path, signing_key: Signer
) -> None:
    left(account, tmp_path)
    package = submit.export_year(2027)
    assert '"kind":"handover"' in (package / "data/log/entries.jsonl").read_text()
    assert verify_package(package, signing_key.verifier).problems == ()


def test_a_second_package_is_made_only_if_asked_for(
    account: people.Account, tmp_path: Path, at_new_year: SimulatedClock, signing_key: Signer
) -> None:
    first = left(account, tmp_path)
    at_new_year.advance(3600)
    with pytest.raises(Refused) as refused:
        left(account, tmp_path)
    assert refused.value.code == "handed_over"
    assert list(tmp_path.iterdir()) == [first]
    second = left(account, tmp_path, again=True)
    assert sorted(tmp_path.iterdir()) == sorted([first, second])
    assert (HandOver.objects.count(), kinds(account).count("handover")) == (2, 2)
    assert verify_package(second, signing_key.verifier).problems == ()


def test_only_the_managing_department_hands_over(account: people.Account, tmp_path: Path) -> None:
    for stranger in (liaison(NEW), officer("ELSEWHERE"), account.user):
        with pytest.raises(Denied):
            hand_over(stranger, people.trainee(account.pk), PLACE, tmp_path)
    assert (list(tmp_path.iterdir()), kinds(account).count("handover")) == ([], 0)


@pytest.mark.parametrize(("place", "code"), [("省" * 256, "too_long"), ("外\0省", "bad_characters")])
def test_a_place_that_not_every_database_keeps_is_refused_before_anybody_leaves(
    account: people.Account, tmp_path: Path, place: str, code: str
) -> None:
    """Once the archive has said it, no package could ever be kept, however often it is asked for."""
    with pytest.raises(Refused) as refused:
        hand_over(officer(), people.trainee(account.pk), place, tmp_path)
    assert (refused.value.code, refused.value.field) == (code, "place")
    account.refresh_from_db()
    assert (account.status, kinds(account).count("handover")) == ("active", 0)


def test_without_a_place_or_an_account_nobody_leaves(account: people.Account, tmp_path: Path) -> None:
    trainee = people.add_trainee(people.BasicInformation("T9", "李四"), factories.organization(OLD))
    for who, place, code in ((people.trainee(account.pk), "  ", "no_place"), (trainee, PLACE, "no_account")):
        with pytest.raises(Refused) as refused:
            hand_over(officer(), who, place, tmp_path)
        assert refused.value.code == code
    account.refresh_from_db()
    assert (account.status, list(tmp_path.iterdir())) == ("active", [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [20, 30, 40, 45, 50])
def test_a_hand_over_that_is_killed_half_way_is_finished_by_asking_again(
    account: people.Account, tmp_path: Path, at_new_year: SimulatedClock, signing_key: Signer, statements: int
) -> None:
    by, out = officer(), tmp_path / "out"
    wanted = {"user": by.pk, "trainee": account.pk, "directory": str(out), "at": at_new_year.at.isoformat()}
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", function="tests.factories_transfers.leave", **wanted)
        assert worker.wait() == -signal.SIGKILL
    account.refresh_from_db()
    assert (account.status == "suspended") == ("handover" in kinds(account))
    package = hand_over(by, people.trainee(account.pk), PLACE, out)
    assert list(out.iterdir()) == [package]
    assert (HandOver.objects.count(), kinds(account).count("handover")) == (1, 1)
    assert verify_package(package, signing_key.verifier).problems == ()


def test_a_package_that_is_there_already_is_only_kept(
    account: people.Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the process was killed between the package and the row: one package, one row."""

    def die(*_arguments: Any) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(handover, "seal_digest", die)
        with pytest.raises(KeyboardInterrupt):
            left(account, tmp_path)
    (package,) = tmp_path.iterdir()
    assert not HandOver.objects.exists()
    assert left(account, tmp_path) == package
    assert (list(tmp_path.iterdir()), HandOver.objects.count()) == ([package], 1)


# In.


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    return factories.organization(NEW)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A hand-over of another site."""
    return build.hand_over(tmp_path)


def come(package: Path, unit: Organization) -> people.Trainee:
    return take_in(officer(), package, build.key(), unit)


def test_a_person_comes_with_name_uuid_and_the_whole_archive(package: Path, unit: Organization) -> None:
    trainee = people.trainee(come(package, unit).pk)
    assert (str(trainee.uuid), trainee.code, trainee.name) == (build.trainee_id(0), "P000000", "张三丰")
    assert (trainee.unit, trainee.position, trainee.rank) == (unit, "处长", "一级调研员")
    assert (trainee.identity_hash, trainee.identity_key) == ("ab" * 32, "k1")
    assert (trainee.archive.number, trainee.managing_department.code) == ("P000000", "DEPARTMENT")
    assert not people.Account.objects.exists()
    kept = HandOver.objects.get()
    assert (kept.direction, kept.place, kept.digest) == ("in", build.SITE, handover.seal_digest(package))
    assert AuditEntry.objects.filter(act="trainee.take_in", outcome="done").count() == 1


def test_each_record_is_quoted_so_that_its_origin_can_be_proved(package: Path, unit: Organization) -> None:
    come(package, unit)
    entries = (package / "data/log/entries.jsonl").read_text().splitlines()
    payloads = ArchiveRecord.objects.order_by("pk").values_list("payload", flat=True)
    taken = [from_payload(json.loads(payload)) for payload in payloads]
    assert all(isinstance(record, TakenInRecord) for record in taken)
    assert [record.entry for record in taken] == entries
    assert {quotation_fault(record) for record in taken} == {""}
    assert {(record.origin, record.year) for record in taken} == {(build.SITE, 2026)}


def test_what_was_credited_there_is_exempt_here(
    package: Path, unit: Organization, at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    """A course of the same institution and code gives no second credit; another course does (R4, 8.2.5)."""
    trainee = come(package, unit)
    for code, usage in (("C001", "block-C001"), ("X1", "block-X1")):
        factories.released(code, 60, provider=build.INSTITUTION, usage_key=usage)
    archive = archives.open_archive(trainee, at_new_year.at)
    assert archive == trainee.archive
    account = opened(trainee)
    assert [study.progress(account.user_id, f"block-{code}", "s").exempt for code in ("C001", "X1")] == [True, False]
    for code in ("C001", "X1"):
        factories.learn(account, at_new_year, 60, code)
        at_new_year.advance(3600)
    study.grant_due()
    assert [entry.version.course.code for entry in CreditEntry.objects.all()] == ["X1"]
    written = submit.export_year(2026)
    assert verify_package(written, signing_key.verifier).problems == ()
    rows = [json.loads(line) for line in (written / "data/portfolio/course.jsonl").read_text().splitlines()]
    assert [(row["courseId"], row["exempted"], row["counted"]) for row in rows] == [
        ("GBXY/C001", True, False),
        ("GBXY/X1", False, True),
    ]


def opened(trainee: people.Trainee) -> people.Account:
    """Open the account of a trainee who came, as the unit does afterwards."""
    at = clock.now()
    account = people.bind_account(trainee, factories.user(), at)
    archive = archives.open_archive(trainee, at)
    record = AccountRecord(str(trainee.uuid), archive.number, trainee.unit.code, instant_text(at))
    archives.append(archive, record, at)
    return account


def test_before_the_account_is_opened_the_year_is_exported_all_the_same(
    package: Path, unit: Organization, exports: Path, signing_key: Signer
) -> None:
    trainee = come(package, unit)
    wanted = transfer.ask_transfer(liaison(NEW), trainee, factories.organization("THIRD"))
    transfer.accept_transfer(liaison("THIRD"), wanted)
    written = submit.export_year(2026)
    assert verify_package(written, signing_key.verifier).problems == ()
    assert (written / "data/portfolio/metadata.jsonl").read_text() == ""


def test_who_goes_on_to_a_third_place_takes_everything_along(
    package: Path, unit: Organization, tmp_path: Path, at_new_year: SimulatedClock, signing_key: Signer
) -> None:
    trainee = come(package, unit)
    opened(trainee)
    onward = hand_over(officer(), trainee, "第三地", tmp_path / "onward")
    report = verify_package(onward, signing_key.verifier)
    assert (report.problems, report.records) == ((), 22)
    said = document(onward)
    assert {one["origin"] for one in said["courses"]} == {build.SITE}
    assert said["creditHours"] == document(package)["creditHours"]


def test_the_same_package_twice_changes_nothing(package: Path, unit: Organization) -> None:
    first = come(package, unit)
    before = [model.objects.count() for model in (Trainee, ArchiveRecord, HandOver)]
    assert come(package, unit) == first
    assert [model.objects.count() for model in (Trainee, ArchiveRecord, HandOver)] == before


def test_an_altered_package_is_refused_with_the_reasons(package: Path, unit: Organization) -> None:
    forge.edit_json(package / "data/handover.json", lambda said: said.update(creditHours="99"))
    with pytest.raises(Refused) as refused:
        come(package, unit)
    assert refused.value.code == "altered"
    assert "handover.json" in str(refused.value)
    assert not Trainee.objects.exists()


def test_a_package_of_a_stranger_or_of_a_year_is_refused(
    package: Path, unit: Organization, pristine: Path, tmp_path: Path
) -> None:
    stranger = Signer.generate("elsewhere.example.cn").verifier
    own = build.key()
    for path, key, code in (
        (package, stranger, "altered"),
        (pristine, own, "unreadable"),
        (tmp_path, own, "unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            take_in(officer(), path, key, unit)
        assert refused.value.code == code
    assert not Trainee.objects.exists()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.academy().write(tmp_path_factory.mktemp("year"))


@pytest.mark.parametrize("same", ["code", "uuid", "identity"])
def test_a_person_who_is_here_already_does_not_come_again(package: Path, unit: Organization, same: str) -> None:
    trainee = people.add_trainee(people.BasicInformation("P000000" if same == "code" else "T1", "张三丰"), unit)
    if same != "code":
        external = build.trainee_id(0) if same == "uuid" else trainee.uuid
        people.keep_external(trainee, external, "ab" * 32 if same == "identity" else "", "k1")
    with pytest.raises(Refused) as refused:
        come(package, unit)
    assert (refused.value.code, Trainee.objects.count(), ArchiveRecord.objects.count()) == ("person_known", 1, 0)


def test_who_was_handed_over_from_here_is_known_here(
    account: people.Account, unit: Organization, tmp_path: Path, signing_key: Signer
) -> None:
    package = left(account, tmp_path)
    with pytest.raises(Refused) as refused:
        take_in(officer(), package, signing_key.verifier, unit)
    assert refused.value.code == "person_known"


def test_only_a_department_above_the_unit_takes_in(package: Path, unit: Organization) -> None:
    for stranger in (liaison(NEW), officer("ELSEWHERE")):
        with pytest.raises(Denied):
            take_in(stranger, package, build.key(), unit)
    assert not Trainee.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_take_in_one_package(tmp_path: Path) -> None:
    unit, by = factories.organization(NEW), officer()
    wanted = {"function": "tests.factories_transfers.come", "user": by.pk, "unit": unit.pk, "key": build.key().text}
    with crew() as workers:
        for number in range(4):
            made = build.Academy([(build.account_record(number), True)])
            path = build.hand_over(tmp_path, made, number=number, identityHash="")
            answers = together(workers, "call", {**wanted, "path": str(path)})
            assert answers[0] == answers[1]
    assert (Trainee.objects.count(), HandOver.objects.count(), ArchiveRecord.objects.count()) == (4, 4, 4)
