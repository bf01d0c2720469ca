"""What the archive keeps of results of theme classes: one trainee and one class (9.1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import ClassBody, ClassResult, ThemeClass
from cadretrain_reports.rules.class_hours import NONE
from cadretrain_reports.rules.records import ClassResultRecord, instant_text
from cadretrain_reports.rules.values import sum_text


def class_records(
    results: Sequence[ClassResult], at: datetime, year: int
) -> Iterator[tuple[LearnerArchive, ClassResultRecord]]:
    """Yield what is to be appended of confirmed results of one class, with the archives, which are locked for it.

    A fixed number of queries.
    """
    trainees = [result.registration.trainee_id for result in results]
    found = {archive.pk: archive for archive in LearnerArchive.objects.filter(pk__in=trainees)}
    archives.lock_archives(list(found.values()))
    units = dict(Organization.objects.filter(pk__in={one.unit_id for one in results}).values_list("pk", "code"))
    theme_class = results[0].registration.theme_class
    bodies = _bodies(theme_class)
    for result in results:
        yield found[result.registration.trainee_id], _record(result, bodies, units[result.unit_id], at, year)


def _bodies(theme_class: ThemeClass) -> dict[str, str]:
    """Return by their part the names of a class's bodies, joined as the standard's forms do."""
    names: dict[str, list[str]] = {part: [] for part in ClassBody.Part}
    for part, name in theme_class.bodies.order_by("number", "pk").values_list("part", "organization__name"):
        names[part].append(name)
    return {part: "、".join(listed) for part, listed in names.items()}


def _record(result: ClassResult, bodies: dict[str, str], unit: str, at: datetime, year: int) -> ClassResultRecord:
    registration = result.registration
    theme_class = registration.theme_class
    return ClassResultRecord(
        trainee=str(registration.trainee.uuid),
        institution=theme_class.institution.code,
        theme_class=theme_class.code,
        title=theme_class.title,
        class_type=theme_class.class_type,
        hosts=bodies[ClassBody.Part.HOST],
        organizers=bodies[ClassBody.Part.ORGANIZER],
        co_organizers=bodies[ClassBody.Part.CO_ORGANIZER],
        registered_at=instant_text(registration.registered_at),
        hour_requirement=sum_text(theme_class.hour_requirement or NONE),
        attributed_hours=sum_text(result.attributed_hours),
        exempt_hours=sum_text(result.exempt_hours),
        activity_hours=sum_text(result.activity_hours),
        face_to_face_hours=sum_text(result.face_to_face_hours),
        passed=result.passed,
        confirmed_at=instant_text(at),
        year=year,
        unit=unit,
    )
