"""A small academy as pure data: records, the log they stand in, and the package of one year made of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cadretrain_reports.offline.describe import PackageHead
from cadretrain_reports.offline.entries import EntryLine
from cadretrain_reports.offline.handover import HandOverHead, write_handover
from cadretrain_reports.offline.package import write_package
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, bands_to_data, course_credit_hours
from cadretrain_reports.rules.handover import Person, person_data, summary
from cadretrain_reports.rules.merkle import ProofTree
from cadretrain_reports.rules.notes import Signer, VerifierKey, checkpoint_text
from cadretrain_reports.rules.records import leaf, to_payload
from cadretrain_reports.rules.rows import BasicInformation, Row, course_row, metadata_row, row_facts
from cadretrain_reports.rules.shapes import (
    AccountRecord,
    CreditRecord,
    HandOverRecord,
    Record,
    RowRecord,
    StudyRecord,
    TransferRecord,
)
from cadretrain_reports.rules.values import hours_text, instant_text

SITE = "academy.example.cn"
INSTITUTION = "GBXY"
YEAR = 2026
DURATIONS = (900, 901, 1800, 1801, 5400)
TITLES = ("公文写作", "=HYPERLINK(1)", '"保密", 条例', "档案\n管理", "数据安全法")
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CREATED = datetime(2027, 1, 5, 2, 30, tzinfo=UTC)

HEAD = PackageHead(SITE, YEAR, date(2026, 1, 1), date(2027, 1, 1), CREATED)
SIGNER = Signer.generate(SITE)


@dataclass
class Academy:
    """Records in log order (``None`` for one that another package holds), with the index of each."""

    log: list[tuple[Record, bool]] = field(default_factory=list)
    _tree: ProofTree | None = None

    def add(self, record: Record, *, packaged: bool = True) -> int:
        self.log.append((record, packaged))
        self._tree = None
        return len(self.log) - 1

    def leaf(self, index: int) -> bytes:
        record, _packaged = self.log[index]
        payload = to_payload(record)
        return leaf(str(payload["kind"]), at(index), payload, salt(index))

    @property
    def tree(self) -> ProofTree:
        if self._tree is None:
            self._tree = ProofTree(self.leaf(index) for index in range(len(self.log)))
        return self._tree

    def entries(self) -> Iterator[EntryLine]:
        for index, (record, packaged) in enumerate(self.log):
            if packaged:
                payload = to_payload(record)
                proof = self.tree.inclusion_proof(index)
                yield EntryLine(index, str(payload["kind"]), at(index), salt(index), payload, proof)

    def checkpoint(self, signer: Signer = SIGNER) -> str:
        return signer.sign(checkpoint_text(SITE, self.tree.size, self.tree.root()))

    def accounts(self) -> dict[str, tuple[int, AccountRecord]]:
        found = enumerate(self.log)
        return {r.trainee: (i, r) for i, (r, packaged) in found if packaged and isinstance(r, AccountRecord)}

    def metadata_rows(self) -> Iterator[Row]:
        for number, (index, account) in enumerate(self.accounts().values()):
            basic = BasicInformation("张**", account.unit, "市委办公室", "科员", "", f"u{number}***", "active")
            yield metadata_row(account, basic, instant_text(CREATED), [index])

    def course_rows(self) -> Iterator[Row]:
        groups: dict[tuple[str, str], list[int]] = {}
        for index, (record, packaged) in enumerate(self.log):
            if packaged and isinstance(record, RowRecord):
                groups.setdefault((record.trainee, record.course), []).append(index)
        accounts = self.accounts()
        ordered = sorted(groups.items(), key=lambda group: (accounts[group[0][0]][1].portfolio_id, group[0][1]))
        for (trainee, _course), indices in ordered:
            records = [one for index in indices if isinstance(one := self.log[index][0], RowRecord)]
            portfolio = accounts[trainee][1].portfolio_id
            yield course_row(row_facts(records), portfolio, indices)

    def write(self, directory: Path, head: PackageHead = HEAD, signer: Signer = SIGNER) -> Path:
        return write_package(
            directory / head.name,
            head,
            self.metadata_rows(),
            self.course_rows(),
            self.entries(),
            self.checkpoint(signer),
            signer,
        )


def trainee_id(number: int) -> str:
    return str(uuid.UUID(bytes=sha256(f"trainee {number}".encode()).digest()[:16]))


def at(index: int) -> str:
    return instant_text(START + timedelta(minutes=index))


def salt(index: int) -> bytes:
    return sha256(f"salt {index}".encode()).digest()


def account_record(number: int) -> AccountRecord:
    return AccountRecord(trainee_id(number), f"P{number:06d}", "BGS", instant_text(START - timedelta(days=400)))


def study_record(number: int, course: int, *, learned: int, exempt: bool = False, year: int = YEAR) -> StudyRecord:
    started = START.replace(year=year) + timedelta(hours=course)
    return StudyRecord(
        trainee=trainee_id(number),
        institution=INSTITUTION,
        course=f"C{course:03d}",
        course_version=1,
        course_title=TITLES[course % len(TITLES)],
        course_duration=DURATIONS[course % len(DURATIONS)],
        year=year,
        started_at=instant_text(started),
        studied_until=instant_text(started + timedelta(seconds=learned)),
        learning_duration=learned,
        exempt=exempt,
        unit="BGS",
    )


def credit_record(study: StudyRecord, requirement: str = "required") -> CreditRecord:
    return CreditRecord(
        trainee=study.trainee,
        institution=study.institution,
        course=study.course,
        course_version=study.course_version,
        course_title=study.course_title,
        course_duration=study.course_duration,
        credit_hours=hours_text(course_credit_hours(study.course_duration)),
        bands=bands_to_data(STANDARD_BANDS),
        learning_duration=study.course_duration,
        learning_form="elective_learning",
        requirement=requirement,
        assessment="none",
        earned_at=study.studied_until,
        year=study.year,
        unit=study.unit,
    )


def academy(trainees: int = 4, courses: int = 5) -> Academy:
    """Every trainee studies every course; of each five courses one stays unfinished and one was credited before."""
    made = Academy()
    for number in range(trainees):
        made.add(account_record(number))
    for number in range(trainees):
        for course in range(courses):
            _study(made, number, course)
    return made


def _study(made: Academy, number: int, course: int) -> None:
    duration = DURATIONS[course % len(DURATIONS)]
    match (number + course) % 5:
        case 3:
            made.add(study_record(number, course, learned=duration // 3))
        case 4:
            before = study_record(number, course, learned=duration, year=YEAR - 1)
            made.add(credit_record(before), packaged=False)
            made.add(study_record(number, course, learned=duration // 2, exempt=True))
        case _:
            study = study_record(number, course, learned=duration)
            made.add(study_record(number, course, learned=duration // 2))
            made.add(credit_record(study))
            made.add(study)


def transfer_record(number: int, from_unit: str, to_unit: str, day: int) -> TransferRecord:
    """``day`` is counted from ``START``."""
    return TransferRecord(trainee_id(number), from_unit, to_unit, instant_text(START + timedelta(days=day)), YEAR)


def credited(number: int, course: int, unit: str, day: int) -> tuple[CreditRecord, StudyRecord]:
    """Return what is recorded of a course that was studied and credited at a unit on that day."""
    learned = DURATIONS[course % len(DURATIONS)]
    started = START + timedelta(days=day)
    study = replace(
        study_record(number, course, learned=learned),
        started_at=instant_text(started),
        studied_until=instant_text(started + timedelta(seconds=learned)),
        unit=unit,
    )
    return credit_record(study), study


def transferred() -> Academy:
    """The academy, and two transfers (entries 52 and 55) of its first trainee with a course credited after each."""
    made = academy()
    for course, (from_unit, to_unit) in enumerate((("BGS", "ZZB"), ("ZZB", "XCB")), 5):
        made.add(transfer_record(0, from_unit, to_unit, 10 * course))
        for record in credited(0, course, to_unit, 10 * course + 1):
            made.add(record)
    return made


PERSON = Person("张三丰", "01", "01", "处长", "", "一级调研员", "", "k1", "ab" * 32)


def leaving() -> Academy:
    """The transferred first trainee at the end: with credits of two years, and the record of leaving (entry 58)."""
    made = transferred()
    made.add(HandOverRecord(trainee_id(0), "外省干部网络学院", instant_text(START + timedelta(days=90)), YEAR))
    return made


def hand_over(
    directory: Path, made: Academy | None = None, signer: Signer = SIGNER, number: int = 0, **said: Any
) -> Path:
    """Write the hand-over of one trainee, the first by default; ``said`` replaces parts of its document."""
    made = made or leaving()
    whole = Academy([(record, True) for record, _packaged in made.log])
    own = [entry for entry in whole.entries() if entry.record["trainee"] == trainee_id(number)]
    proven = summary((entry.index, made.log[entry.index][0]) for entry in own)
    head = HandOverHead(SITE, trainee_id(number), "外省干部网络学院", CREATED)
    where = {"unit": "XCB", "unitName": "宣传部", "managingDepartment": "ZZB"}
    document = {**person_data(PERSON), **where, **proven, **said}
    return write_handover(directory, head, document, own, whole.checkpoint(signer), signer)


def key() -> VerifierKey:
    return SIGNER.verifier
