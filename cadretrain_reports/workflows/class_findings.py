"""What trainees have come to in a class, from all that is on record of them (8.3.6, R5). Reads, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.rules.class_hours import Asked, Credited, Done, Finding, assess
from cadretrain_reports.workflows import class_evidence


def findings(registrations: Sequence[ClassRegistration]) -> dict[ClassRegistration, Finding]:
    """Return what each of these trainees of one class has come to; a fixed number of queries."""
    if not registrations:
        return {}
    asked = theme_classes.asked_by(registrations[0].theme_class)
    credited = _credited([one.trainee_id for one in registrations], asked)
    evidence = class_evidence.recorded([one.pk for one in registrations])
    nothing = class_evidence.Evidence()
    found = {}
    for one in registrations:
        said = evidence.get(one.pk, nothing)
        done = Done(credited.get(one.trainee_id, {}), said.attended, said.marks)
        found[one] = assess(asked, done, one.pk)
    return found


def _credited(trainee_ids: Sequence[int], asked: Asked) -> Mapping[int, Mapping[str, Credited]]:
    """Return by trainee and course what is credited of the class's courses, here or brought from another place."""
    course_ids = [int(course) for course in asked.courses]
    credited = {
        trainee: {str(course): credit for course, credit in found.items()}
        for trainee, found in credits.credited_in_classes(trainee_ids, course_ids).items()
    }
    subjects = {
        archives.course_subject(version.course.institution.code, version.course.code): str(course)
        for course, version in courses.latest_versions(course_ids).items()
    }
    for (trainee, subject), hours in archives.credited_elsewhere(trainee_ids).items():
        if subject in subjects:
            credited.setdefault(trainee, {}).setdefault(subjects[subject], Credited(hours))
    return credited
