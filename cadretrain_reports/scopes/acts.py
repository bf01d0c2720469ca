"""Who may do what: each act, the roles that may do it, and on whom or what (5, 6).

An act is a permission of Django, ``cadretrain_reports.ACT``, asked by ``user.has_perm(…, target)``. Its target is the
trainee or the body that it is done to; that it lies in the actor's own field is part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service, lineage
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.questions.api import ANSWERING, Place, answers
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes.api import ClassBody, ThemeClass
from cadretrain_reports.scopes.posts import Post, has_liaison_officer

Holds = Callable[[Post, Any], bool]
"""Given a duty in force and the target of an act, tells whether the target lies in its field."""


def _in_field(post: Post, body: Organization) -> bool:
    return post.covers(body.path)


def _below(post: Post, body: Organization) -> bool:
    return body.pk != post.organization and post.covers(body.path)


def _own(post: Post, body: Organization) -> bool:
    return bool(body.pk == post.organization)


def _own_units(post: Post, body: Organization) -> bool:
    return bool(body.is_employing_unit) and post.covers(body.path)


def _own_institutions(post: Post, body: Organization) -> bool:
    return bool(body.is_training_institution) and post.covers(body.path)


def _unit_alone(post: Post, body: Organization) -> bool:
    """What a body hands on holds for all below it; so where it is a department too, that is for its officers to do."""
    return post.covers(body.path) and not body.is_management_department


def _institution_itself(post: Post, body: Organization) -> bool:
    return post.covers(body.path) and body.is_training_institution


def _department_itself(post: Post, body: Organization) -> bool:
    """What is handed in to an institution is for that one to answer, not for the department above it."""
    return post.covers(body.path) and body.is_management_department


def _employed(post: Post, trainee: Trainee) -> bool:
    return post.covers(trainee.unit.path)


def _managed(post: Post, trainee: Trainee) -> bool:
    return post.covers(trainee.managing_department.path)


def _employed_and_entrusted(post: Post, trainee: Trainee) -> bool:
    """The unit may maintain what its trainees' department, or one above that, has let it maintain (6.1.3)."""
    return _employed(post, trainee) and _may_maintain(trainee.unit, trainee.managing_department)


def _unit_entrusted(post: Post, body: Organization) -> bool:
    """The unit may add trainees where a department above has let it maintain them (6.1.1, 6.1.3)."""
    return post.covers(body.path) and _may_maintain(body, body)


def _may_maintain(unit: Organization, department: Organization) -> bool:
    """Tell whether a body at or above ``department`` lets ``unit``, or a body above it, maintain trainees (6.1.3)."""
    given = _standing(Delegation.Kind.MAINTAIN_TRAINEES, department)
    return given.filter(receiver__path__in=lineage(unit.path)).exists()


def _managed_without_liaison(post: Post, trainee: Trainee) -> bool:
    """The department keeps up accounts of those it manages where their unit has nobody yet who could (6.1.3)."""
    is_known = trainee.managing_department_id is not None  # of a trainee who is to be added, it may not be
    return is_known and _managed(post, trainee) and not has_liaison_officer(trainee.unit)


def _served(post: Post, trainee: Trainee) -> bool:
    """An institution answers for the trainees of the units that it serves (5.3)."""
    services = Service.objects.filter(post.field("institution__path"), unit__path__in=lineage(trainee.unit.path))
    return services.filter(standing=True).exists()


def _upkeep_entrusted(post: Post, trainee: Trainee) -> bool:
    """The institution may keep up the accounts of a unit that has let it do so (6.1.3)."""
    return _standing(Delegation.Kind.ACCOUNT_UPKEEP, trainee.unit).filter(post.field("receiver__path")).exists()


def _standing(kind: Delegation.Kind, giver: Organization) -> QuerySet[Delegation]:
    """Return what ``giver``, or a body above it, has handed on and not taken back."""
    return Delegation.objects.filter(kind=kind, standing=True, giver__path__in=lineage(giver.path))


def _place_in_field(post: Post, place: Place) -> bool:
    return post.covers(place.institution.path)


def _heads(post: Post, place: Place) -> bool:
    """A head teacher has a word in the classes that are theirs (8.3.4)."""
    return isinstance(place, ThemeClass) and _has_class(post, place)


def _answers(post: Post, place: Place) -> bool:
    return answers(post.assignment, place)


def _takes_part(post: Post, theme_class: ThemeClass, *parts: ClassBody.Part) -> bool:
    """Tell whether a body in the field of a duty has one of some parts in a class (8.3.1)."""
    return theme_class.bodies.filter(post.field("organization__path"), part__in=parts).exists()


def _hosts(post: Post, theme_class: ThemeClass) -> bool:
    return _takes_part(post, theme_class, ClassBody.Part.HOST)


def _carries_out(post: Post, theme_class: ThemeClass) -> bool:
    """The organizers and co-organizers plan the teaching and manage it (8.3.1)."""
    return _takes_part(post, theme_class, ClassBody.Part.ORGANIZER, ClassBody.Part.CO_ORGANIZER)


def _has_class(post: Post, theme_class: ThemeClass) -> bool:
    """The head teacher manages the whole process of the classes that are theirs (6.3.2, 8.3.4)."""
    return theme_class.duties.filter(assignment=post.assignment).exists()


def _answers_for_class(post: Post, theme_class: ThemeClass) -> bool:
    """The department that holds a class, or that stands above its institution (5.1, 8.3.1)."""
    return post.covers(theme_class.institution.path) or _hosts(post, theme_class)


_OFFICERS_BELOW: Final = {Role.DEPARTMENT_OFFICER: _below}
_OFFICERS_AT_OR_BELOW: Final = {Role.DEPARTMENT_OFFICER: _in_field}
_INSTITUTION: Final = {Role.ACADEMIC_AFFAIRS_OFFICER: _in_field}
_STAFF: Final = (Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF)
_UNIT: Final = {Role.LIAISON_OFFICER: _in_field, Role.DEPARTMENT_OFFICER: _in_field}

_RECIPIENTS: Final = {
    Role.DEPARTMENT_OFFICER: _own,
    Role.LIAISON_OFFICER: _own_units,
    Role.ACADEMIC_AFFAIRS_OFFICER: _own_institutions,
}
_THEMSELVES: Final = {
    Role.DEPARTMENT_OFFICER: _own,
    Role.LIAISON_OFFICER: _own,
    Role.ACADEMIC_AFFAIRS_OFFICER: _own,
}

ACTS: Final[Mapping[str, Mapping[Role, Holds]]] = {
    # The tree of bodies (5.1): a department changes what is below it.
    "change_tree": _OFFICERS_BELOW,
    "add_below": _OFFICERS_AT_OR_BELOW,
    # What stands at the top has nobody above it but the site operator, who may do all.
    "change_top": {},
    "set_service": _OFFICERS_AT_OR_BELOW,
    # Delegation (6.1.3): the giver gives, and takes back.
    "delegate_maintenance": _OFFICERS_AT_OR_BELOW,
    "delegate_upkeep": {Role.LIAISON_OFFICER: _unit_alone, Role.DEPARTMENT_OFFICER: _in_field},
    # Trainees (6.1.1, 6.1.3).
    "add_trainee": {Role.DEPARTMENT_OFFICER: _in_field, Role.LIAISON_OFFICER: _unit_entrusted},
    "maintain_trainee": {Role.DEPARTMENT_OFFICER: _managed, Role.LIAISON_OFFICER: _employed_and_entrusted},
    "keep_account": {
        Role.LIAISON_OFFICER: _employed,
        Role.DEPARTMENT_OFFICER: _managed_without_liaison,
        Role.ACADEMIC_AFFAIRS_OFFICER: _upkeep_entrusted,
        Role.LEARNING_SUPPORT_STAFF: _upkeep_entrusted,
    },
    "instruct": {Role.LIAISON_OFFICER: _employed},
    "ask_relief": {Role.LIAISON_OFFICER: _employed},
    "decide_relief": {Role.DEPARTMENT_OFFICER: _managed},
    # Declared hours (8.2.5): the unit endorses, the department or an institution that serves the unit approves.
    "declare_hours": {Role.LIAISON_OFFICER: _employed},
    "endorse_hours": {Role.LIAISON_OFFICER: _employed},
    "approve_hours": {Role.DEPARTMENT_OFFICER: _managed, Role.ACADEMIC_AFFAIRS_OFFICER: _served},
    "revoke_hours": {Role.DEPARTMENT_OFFICER: _managed},
    # Plans and all else that is issued (5.2, 8.2.1): a body speaks in its own name. What a department has issued to it,
    # a recipient reads, carries out, refines and reports on; whoever issued it answers the report.
    "issue": {Role.DEPARTMENT_OFFICER: _own},
    "refine_plan": _THEMSELVES,
    "acknowledge": _RECIPIENTS,
    "report_fulfilment": _RECIPIENTS,
    "answer_report": _THEMSELVES,
    # The platform's rules (6.1.2): no duty publishes them, the site operator does.
    "publish_rules": {},
    # Time before installation (3.9): the site operator has it inferred, another operator admits it for credit.
    "backfill": {},
    "admit_backfill": {},
    # Hours of an older platform (8.2.5): who looks after the trainees brings them in, the department decides on them.
    "bring_past_hours": {Role.LIAISON_OFFICER: _employed, Role.DEPARTMENT_OFFICER: _managed},
    "confirm_past_hours": {Role.DEPARTMENT_OFFICER: _managed},
    # Transfers (6.1.3): a unit speaks for itself, a department for units below it and for whom it manages.
    "speak_for_unit": {Role.LIAISON_OFFICER: _in_field},
    "decide_transfer": _OFFICERS_AT_OR_BELOW,
    # Another managing department, alone or with a transfer: the one that manages now, or one above it (5.1).
    "reassign": {Role.DEPARTMENT_OFFICER: _managed},
    "hand_over": {Role.DEPARTMENT_OFFICER: _managed},
    "take_in": _OFFICERS_AT_OR_BELOW,
    # Duties (6.2-6.4). A department also enters what a body says that has nobody else here to say it: the first liaison
    # officer of a unit, or how its only one is judged. Nobody decides on a duty of their own or on what they declared.
    "declare_liaison": _UNIT,
    "decide_liaison": _OFFICERS_AT_OR_BELOW,
    "appoint_staff": {**_INSTITUTION, Role.DEPARTMENT_OFFICER: _below},
    "appoint_academic_affairs": _OFFICERS_AT_OR_BELOW,
    "appoint_officer": _OFFICERS_BELOW,
    "appraise_liaison": _UNIT,
    "appraise_staff": {**_INSTITUTION, **_OFFICERS_AT_OR_BELOW},
    "feed_back": _OFFICERS_AT_OR_BELOW,
    # Courses (7.1): the institution runs its own. A verdict is given by whoever was asked for it, with or without duty.
    "run_course": _INSTITUTION,
    "release_course": _INSTITUTION,
    "decide_review": {},
    "acknowledge_report": _OFFICERS_AT_OR_BELOW,
    # Course construction (7.1.1, 7.1.2): the institution plans, answers and declares, the department inspects. Who
    # approves a plan is another person of the institution than who drew it up.
    "plan_construction": _INSTITUTION,
    "inspect": _OFFICERS_AT_OR_BELOW,
    "answer_inspection": _INSTITUTION,
    "declare_conformity": _INSTITUTION,
    # Course evaluation (7.1.2): trainees give it for themselves; what it comes to is shown without names.
    "read_evaluations": {
        **_INSTITUTION,
        **dict.fromkeys(_STAFF, _in_field),
        Role.DEPARTMENT_OFFICER: _in_field,
        Role.ARCHIVE_INSPECTOR: _in_field,
    },
    "read_comments": {**_INSTITUTION, **_OFFICERS_AT_OR_BELOW},
    # Learning support resources (7.2): who reviews one is another person than who made it.
    "make_resource": {**_INSTITUTION, Role.LEARNING_SUPPORT_STAFF: _in_field},
    "review_resource": _INSTITUTION,
    # Following up (6.3.3, 8.2.4): the unit's liaison officers check and remind their own people.
    "follow_up": {Role.LIAISON_OFFICER: _in_field},
    # Summaries of units (8.2.4): the unit writes, whoever receives them answers.
    "summarize_unit": {Role.LIAISON_OFFICER: _in_field},
    "receive_summary": {
        Role.ACADEMIC_AFFAIRS_OFFICER: _institution_itself,
        Role.DEPARTMENT_OFFICER: _department_itself,
    },
    # Training needs (5.4): the unit states them, whoever receives them says what is done.
    "state_need": {Role.LIAISON_OFFICER: _in_field},
    "collect_need": {Role.ACADEMIC_AFFAIRS_OFFICER: _institution_itself, Role.DEPARTMENT_OFFICER: _department_itself},
    # Assessment (8.2.5): staff of the institution record, another act corrects, for a reason. Nobody in what is theirs.
    "record_assessment": {**_INSTITUTION, Role.HEAD_TEACHER: _in_field, Role.TEACHER: _in_field},
    "correct_assessment": _INSTITUTION,
    "correct_time": _INSTITUTION,
    "answer_appeal": {**_INSTITUTION, **_OFFICERS_AT_OR_BELOW},
    # Questions (8.2.3, 8.3.4): the institution names who answers; they alone do; moderation hides and shows.
    "name_answerers": _INSTITUTION,
    "answer_questions": dict.fromkeys(ANSWERING, _answers),
    "moderate_questions": {Role.ACADEMIC_AFFAIRS_OFFICER: _place_in_field, Role.HEAD_TEACHER: _heads},
    # Certificates (8.3.6): the institution and the department above it revoke and issue anew; the institution says how
    # its own look.
    "revoke_certificate": {**_INSTITUTION, **_OFFICERS_AT_OR_BELOW},
    "design_certificate": _INSTITUTION,
    # A credit is taken back by the department that manages the trainee (R4).
    "reverse_credit": {Role.DEPARTMENT_OFFICER: _managed},
    # The annual assessment (8.2.1): proposed and confirmed by two persons of the institution, reported to departments.
    "assess_year": {Role.ACADEMIC_AFFAIRS_OFFICER: _own_institutions},
    "answer_year": _OFFICERS_AT_OR_BELOW,
    # Graduation (8.3.6): the head teacher or academic affairs have the class assessed, another person confirms.
    "propose_results": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out, Role.HEAD_TEACHER: _has_class},
    "confirm_results": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out},
    # The days of a class (8.3.4): its head teacher manages it, its teachers and support staff keep attendance and mark;
    # what its evaluation comes to is shown without names, what was said in words not to those whom it is about.
    "run_class": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out, Role.HEAD_TEACHER: _has_class},
    "keep_class": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out, **dict.fromkeys(_STAFF, _has_class)},
    "read_class_comments": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out, Role.DEPARTMENT_OFFICER: _answers_for_class},
    # Theme classes (8.3): hosts hold them, organizers plan the teaching and carry it out, another person approves; who
    # stands above them cancels and reopens. Of assigned classes departments allot the places and decide on their own
    # people, of open ones the institution decides; the unit names its people, or is heard on those who apply.
    "hold_class": {Role.DEPARTMENT_OFFICER: _own, Role.ACADEMIC_AFFAIRS_OFFICER: _institution_itself},
    "teach_class": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out},
    "approve_class": {Role.DEPARTMENT_OFFICER: _answers_for_class, Role.ACADEMIC_AFFAIRS_OFFICER: _hosts},
    "staff_class": {Role.ACADEMIC_AFFAIRS_OFFICER: _carries_out},
    "rule_class": {Role.DEPARTMENT_OFFICER: _answers_for_class},
    "allot_places": _OFFICERS_AT_OR_BELOW,
    "name_for_class": {Role.LIAISON_OFFICER: _employed, Role.DEPARTMENT_OFFICER: _managed_without_liaison},
    "decide_assigned": {Role.DEPARTMENT_OFFICER: _managed},
    # Recommending courses (3.12, 8.2.1): a unit to its own people, an institution to those it serves.
    "recommend": {Role.LIAISON_OFFICER: _in_field, Role.ACADEMIC_AFFAIRS_OFFICER: _in_field},
    # Files and the log (9.2.2, 9.2.3).
    "export_people": {
        Role.DEPARTMENT_OFFICER: _in_field,
        Role.LIAISON_OFFICER: _in_field,
        Role.ARCHIVE_INSPECTOR: _in_field,
    },
}
