"""Attendance and exam results of theme classes from tables (8.3.4, 8.3.6): of classes that the sender serves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, Final

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.class_life.api import Attendance, ExamMark, Mark, Source
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassAssessment, ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.attendance import enter_attendance
from cadretrain_reports.workflows.class_exams import enter_exam
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.assessments import name_of, score_of
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, day
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights

STATES: Final = {
    "出勤": "present",
    "到": "present",
    "迟到": "late",
    "缺勤": "absent",
    "旷课": "absent",
    "请假": "excused",
    **{state: state for state in Attendance.State.values},
}
"""What a table says of attendance, and what it means; the first word for each is the one that is written."""

_ACT: Final = "keep_class"


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Whom a row is about: a trainee, in a class, and the number of the activity or assessment there."""

    organization: str
    theme_class: str
    number: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class AttendanceRow(ClassRow):
    """How a trainee attended an activity."""

    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ResultRow(ClassRow):
    """What an exam of a trainee came to."""

    mark: ExamMark


class _OfClass(Kind[Any]):
    """Rows about trainees in classes, taken in one after the other."""

    acts = (_ACT,)
    about: ClassVar[type[Model]]

    def identifiers(self, values: ClassRow) -> Mapping[str, str]:
        """Return trainee, class and number together: nobody attends an activity twice."""
        return {"code": "\0".join((values.organization, values.theme_class, str(values.number), values.code))}

    def apply(self, actor: Any, rows: Sequence[GoodRow[Any]]) -> list[Verdict]:
        """Take rows in."""
        batch = _Batch(actor, self.about, rows)
        return [self._taken(actor, batch, row) for row in rows]

    @abstractmethod
    def settle(self, actor: Any, about: Any, registration: ClassRegistration, values: Any) -> Result:
        """Take in what a row says of a trainee; raise ``Refused``."""

    def _taken(self, actor: Any, batch: _Batch, row: GoodRow[Any]) -> Verdict:
        values = row.values
        try:
            about, registration = batch.found(values)
            with transaction.atomic():
                result = self.settle(actor, about, registration, values)
        except Refused as reason:
            if reason.field in ("registration", "activity"):
                reason.field = "code" if reason.field == "registration" else "number"
            return refused(row, reason, values.organization)
        return taken(row, result, values.organization)


class AttendanceLists(_OfClass):
    """Who attended which activity of a class, one a row."""

    name = "attendance"
    columns = columns.ATTENDANCE
    about = ClassActivity

    def read(self, reading: Reading) -> AttendanceRow:
        """Return the values of a row."""
        state = reading.take("state", _state, "", needed=True)
        return AttendanceRow(**_whom(reading), state=state, note=reading.text("note"))

    def settle(self, actor: Any, about: Any, registration: ClassRegistration, values: AttendanceRow) -> Result:
        """Keep how a trainee attended; another state than before takes its place."""
        changed = enter_attendance(actor, about, [Mark(registration, values.state, values.note)], Source.FILE)
        if not changed:
            return Result.UNCHANGED
        return Result.CHANGED if changed[0].before else Result.ADDED


class ClassResults(_OfClass):
    """Results of exams of a class, one a row."""

    name = "class-results"
    columns = columns.CLASS_RESULTS
    about = ClassAssessment

    def read(self, reading: Reading) -> ResultRow:
        """Return the values of a row."""
        mark = ExamMark(
            score=reading.take("score", score_of, Decimal(0), needed=True),
            assessed_on=reading.take("assessed_on", day, date.min, needed=True),
            note=reading.text("note"),
        )
        return ResultRow(**_whom(reading), mark=mark)

    def settle(self, actor: Any, about: Any, registration: ClassRegistration, values: ResultRow) -> Result:
        """Keep a result; the one that is on record already changes nothing."""
        _kept, is_new = enter_exam(actor, about, registration, values.mark, Source.FILE)
        return Result.ADDED if is_new else Result.UNCHANGED


class _Batch:
    """Rows with the classes, trainees and activities or assessments that they name; four queries."""

    def __init__(self, actor: Any, about: type[Model], rows: Sequence[GoodRow[Any]]) -> None:
        self._rights = Rights(actor)
        said = [row.values for row in rows]
        named = Q(institution__code__in={one.organization for one in said}, code__in={one.theme_class for one in said})
        classes = ThemeClass.objects.select_related("institution").filter(named)
        self._classes = {(one.institution.code, one.code): one for one in classes}
        rows_of: Any = about
        parts = rows_of.objects.filter(theme_class__in=classes, number__in={one.number for one in said})
        parts = parts.select_related("theme_class__institution")
        self._parts: dict[tuple[int, int], Any] = {(one.theme_class_id, one.number): one for one in parts}
        codes = {one.code for one in said}
        members = ClassRegistration.objects.filter(theme_class__in=classes, trainee__code__in=codes)
        with_people = members.select_related("trainee__account")
        self._members = {(one.theme_class_id, one.trainee.code): one for one in with_people}

    def found(self, values: ClassRow) -> tuple[Any, ClassRegistration]:
        """Return the activity or assessment and the registration that a row names; raise ``Refused``."""
        theme_class = self._classes.get((values.organization, values.theme_class))
        if theme_class is None or not self._rights.of_class(_ACT, theme_class):
            raise OutOfReach("theme_class", _("There is no such class among those that you serve."))
        about = self._parts.get((theme_class.pk, values.number))
        if about is None:
            raise Refused("no_number", _("The class has nothing with this number."), "number")
        registration = self._members.get((theme_class.pk, values.code))
        if registration is None:
            raise Refused("not_in_class", _("This trainee is not in the class."), "code")
        if values.name and values.name != registration.trainee.name:
            raise Refused("other_name", _("The trainee with this identifier has another name."), "name")
        return about, registration


def _whom(reading: Reading) -> dict[str, Any]:
    return {
        "organization": reading.take("organization", str, "", needed=True),
        "theme_class": reading.take("theme_class", str, "", needed=True),
        "number": reading.take("number", _number, 0, needed=True),
        "code": reading.take("code", partial(people.checked, "code"), "", needed=True),
        "name": reading.take("name", name_of, ""),
    }


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):  # noqa: PLR2004 - digits of what the field holds
        raise Refused("bad_number", _("This is the number under which the class has it, like 1."))
    return int(text)


def _state(text: str) -> str:
    if text not in STATES:
        raise Refused("bad_state", _("Say 出勤, 迟到, 缺勤 or 请假."))
    return STATES[text]
