"""Results of assessments from a table (8.2.5): of trainees whom the sender sees, in courses of the own institution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.assessments.api import Source
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows.assess import Said, enter_result
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, day, truth, unmasked
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.imports.spelling import name_of_person

_VERDICTS: Final = {"合格": True, "通过": True, "不合格": False, "未通过": False}


@dataclass(frozen=True, slots=True)
class ResultValues:
    """What a row says of an assessment; ``name`` is there to be compared, where it is not empty."""

    code: str
    name: str
    organization: str
    course: str
    said: Said


class Assessments(Kind[ResultValues]):
    """Results, one a row. One that is on record already changes nothing."""

    name = "assessments"
    columns = columns.ASSESSMENTS
    acts = ("record_assessment",)

    def read(self, reading: Reading) -> ResultValues:
        """Return the values of a row."""
        return ResultValues(
            code=reading.take("code", partial(people.checked, "code"), "", needed=True),
            name=reading.take("name", name_of, ""),
            organization=reading.take("organization", str, "", needed=True),
            course=reading.take("course", str, "", needed=True),
            said=Said(
                assessed_on=reading.take("assessed_on", day, date.min, needed=True),
                score=reading.take("score", score_of, None),
                passed=reading.take("passed", _passed, None),
                note=reading.text("note"),
            ),
        )

    def identifiers(self, values: ResultValues) -> Mapping[str, str]:
        """Return trainee, course and day together: nobody is assessed twice in one course on one day."""
        of_day = (values.code, values.organization, values.course, values.said.assessed_on.isoformat())
        return {"code": "\0".join(of_day)}

    def apply(self, actor: Any, rows: Sequence[GoodRow[ResultValues]]) -> list[Verdict]:
        """Take results in, one after the other."""
        return list(map(_Batch(actor, rows).take, rows))


class _Batch:
    """Rows with the courses and trainees that they name, as they are now."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[ResultValues]]) -> None:
        self._actor, self._rights = actor, Rights(actor)
        said = [row.values for row in rows]
        named = Q(institution__code__in={one.organization for one in said}, code__in={one.course for one in said})
        courses = Course.objects.select_related("institution").filter(named)
        self._courses = {(course.institution.code, course.code): course for course in courses}
        trainees = in_scope(Trainee.objects.filter(code__in={one.code for one in said}), actor)
        self._trainees = {trainee.code: trainee for trainee in trainees}

    def take(self, row: GoodRow[ResultValues]) -> Verdict:
        """Take one row in, or say why not."""
        try:
            with transaction.atomic():
                result = self._settle(row.values)
        except Refused as reason:
            return refused(row, _at_its_column(reason), row.values.organization)
        return taken(row, result, row.values.organization)

    def _settle(self, values: ResultValues) -> Result:
        course = self._courses.get((values.organization, values.course))
        if course is None or not self._rights.over("record_assessment", course.institution):
            raise OutOfReach("course", _("You may not record results of this course, or there is none such."))
        trainee = self._trainees.get(values.code)
        if trainee is None:
            raise OutOfReach("code", _("There is no such trainee among those that you see."))
        if values.name and values.name != trainee.name:
            raise Refused("other_name", _("The trainee with this identifier has another name."), "name")
        _kept, is_new = enter_result(self._actor, trainee, course, values.said, Source.FILE)
        return Result.ADDED if is_new else Result.UNCHANGED


def _at_its_column(reason: Refused) -> Refused:
    """Let a refusal name the column of what it is about."""
    if reason.field == "trainee":
        reason.field = "code"
    return reason


def name_of(text: str) -> str:
    """Return the name of a person as it is compared; raise ``Refused`` for what is none."""
    return name_of_person(people.checked("name", unmasked(text)))


def score_of(text: str) -> Decimal:
    """Return a score; raise ``Refused`` for what is no number."""
    try:
        score = Decimal(text.removesuffix("%").removesuffix("分"))
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite():
        raise Refused("bad_score", _("A score is a number, like 85 or 85.5."))
    return score


def _passed(text: str) -> bool:
    return _VERDICTS[text] if text in _VERDICTS else truth(text)
