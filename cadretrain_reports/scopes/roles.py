"""One function per role: how far a duty sees (5.1-5.4, 6.3, 8.2.4, 8.3.4-8.3.5, 9.2.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.organizations.api import Organization, Service, lineage, within
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.plans.api import Issuance, Recipient
from cadretrain_reports.applets.questions.api import Answerer
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes.api import LEFT, ClassBody, ClassPlaces, ClassRegistration, ThemeClass
from cadretrain_reports.scopes.grants import within_any
from cadretrain_reports.scopes.posts import Post
from cadretrain_reports.scopes.reach import Arms, Reach, nothing

_CARRYING_OUT: Final = (ClassBody.Part.ORGANIZER, ClassBody.Part.CO_ORGANIZER)


def department_officer(post: Post) -> Reach:
    """The department and all bodies below it, and the trainees that it or a department below it manages (5.1).

    Of the classes below it, of those in which bodies in it have part or places, and of those that its trainees are
    in, no more than what they are and who serves them.
    """
    return Reach(
        organizations=lambda: (_own(post),),
        governed=lambda: (_own(post),),
        institutions=lambda: (_own(post),),
        departments=lambda: (_own(post).filter(is_management_department=True),),
        issuers=lambda: (_above(post),),
        posted_at=lambda: (_posted_at(post),),
        issued=lambda: _issued(post),
        trainees=lambda: (_managed(post),),
        known_classes=lambda: (_given(post), _shared(post), _allotted(post), _attended(_managed(post))),
    )


def archive_inspector(post: Post) -> Reach:
    """What the department's officers see, to read only, and no drafts (9.1.1)."""
    return replace(department_officer(post), posted_at=nothing)


def academic_affairs_officer(post: Post) -> Reach:
    """The institution, the units that it serves and their trainees (5.3); its classes, whoever is in them (6.3.1).

    Its classes are also those that it carries out with others; of those that it hosts it sees what they are (8.3.1).
    """
    classes = (_given(post), _shared(post, _CARRYING_OUT))
    return Reach(
        organizations=lambda: (_own(post),),
        known_organizations=lambda: tuple(Organization.objects.filter(served) for served in within_any(post.served)),
        institutions=lambda: (_own(post),),
        issuers=lambda: (_above(post),),
        posted_at=lambda: (_posted_at(post),),
        issued=lambda: _issued(post),
        trainees=lambda: _employed(post.served),
        kept_accounts=lambda: _employed(post.kept),
        known_trainees=lambda: tuple(_members(these) for these in classes),
        classes=lambda: classes,
        known_classes=lambda: (_shared(post, (ClassBody.Part.HOST,)),),
        staffed=lambda: (_own(post),),
    )


def learning_support_staff(post: Post) -> Reach:
    """The institution, its resources and the own classes, and the accounts that it keeps up (6.4, 7.2, 6.1.3)."""
    return _class_staff(post) | Reach(kept_accounts=lambda: _employed(post.kept), supported=lambda: (_own(post),))


def head_teacher(post: Post) -> Reach:
    """The institution, and the classes that are the head teacher's with their trainees (6.3.2, 8.3.4)."""
    return _class_staff(post)


def teacher(post: Post) -> Reach:
    """The institution, and the classes that the teacher teaches with their trainees (6.2)."""
    return _class_staff(post)


def liaison_officer(post: Post) -> Reach:
    """The unit and all bodies below it, their trainees, and the classes these are in (6.3.3, 8.2.4, 8.3.5)."""
    trainees = Trainee.objects.filter(post.field("unit__path"))
    return Reach(
        organizations=lambda: (_own(post),),
        units=lambda: (_own(post),),
        issuers=lambda: (_above(post),),
        posted_at=lambda: (_posted_at(post),),
        issued=lambda: _issued(post),
        trainees=lambda: (trainees,),
        known_classes=lambda: (_allotted(post), _attended(trainees)),
        serving=lambda: (_serving(Organization.objects.filter(path__in=lineage(post.path))),),
    )


def trainee(user_id: int) -> Reach:
    """Oneself, of one's unit and one's classes what they are and whom to ask there, and one's plans (6.1, 9.2.1).

    Whoever is asked to review a course sees it by that alone (7.1.3).
    """
    oneself = Trainee.objects.filter(account__user=user_id)

    def above() -> QuerySet[Organization]:
        bodies: QuerySet[Organization] = Organization.objects.filter(
            Exists(oneself.filter(unit__path__startswith=OuterRef("path")))
        )
        return bodies

    return Reach(
        issued=lambda: (_bound_by(oneself),),
        known_organizations=lambda: (Organization.objects.filter(trainees__account__user=user_id),),
        trainees=lambda: (oneself,),
        known_classes=lambda: (_attended(oneself),),
        open_classes=lambda: (_registering(),),
        reviewed=lambda: (CourseVersion.objects.filter(reviews__reviewer=user_id, reviews__standing=True),),
        serving=lambda: (_serving(above()),),
        above_oneself=lambda: (above(),),
        studied=lambda: (Course.objects.filter(studies__trainee__in=oneself),),
        joined=lambda: (_confirmed(oneself),),
        oneself=lambda: (get_user_model().objects.filter(pk=user_id),),
    )


SCOPES: Final[Mapping[Role, Callable[[Post], Reach]]] = {
    Role.DEPARTMENT_OFFICER: department_officer,
    Role.ARCHIVE_INSPECTOR: archive_inspector,
    Role.ACADEMIC_AFFAIRS_OFFICER: academic_affairs_officer,
    Role.LEARNING_SUPPORT_STAFF: learning_support_staff,
    Role.HEAD_TEACHER: head_teacher,
    Role.TEACHER: teacher,
    Role.LIAISON_OFFICER: liaison_officer,
}


def _class_staff(post: Post) -> Reach:
    classes = ThemeClass.objects.filter(duties__assignment=post.assignment)
    answerings = Answerer.objects.filter(assignment=post.assignment, theme_class__isnull=False, standing=True)
    return Reach(
        known_organizations=lambda: (_own(post),),
        institutions=lambda: (_own(post),),
        issuers=lambda: (_above(post),),
        known_trainees=lambda: (_members(classes),),
        classes=lambda: (classes,),
        staffed=lambda: (_own(post),),
        answered=lambda: (ThemeClass.objects.filter(pk__in=answerings.values("theme_class")),),
    )


def _own(post: Post) -> QuerySet[Organization]:
    own: QuerySet[Organization] = Organization.objects.filter(post.field())
    return own


def _above(post: Post) -> QuerySet[Organization]:
    above: QuerySet[Organization] = Organization.objects.filter(path__in=lineage(post.path))
    return above


def _posted_at(post: Post) -> QuerySet[Organization]:
    body: QuerySet[Organization] = Organization.objects.filter(pk=post.organization)
    return body


def _issued(post: Post) -> Arms:
    """Return what was issued to the body or one above it, and what was issued to the bodies that it answers for."""
    issued = Issuance.objects.filter(issued_at__isnull=False)
    above = lineage(post.path)
    return (
        issued.filter(recipients__named=True, recipients__organization__path__in=above),
        issued.filter(post.field("recipients__organization__path")),
    )


def _bound_by(trainees: QuerySet[Trainee]) -> QuerySet[Issuance]:
    """Return the annual plans that go to the unit of some trainees, or to a body above it."""
    bound = trainees.filter(unit__path__startswith=OuterRef("organization__path"))
    going_there = Recipient.objects.filter(Exists(bound), named=True)
    plans = Issuance.objects.filter(kind=Issuance.Kind.ANNUAL_PLAN, issued_at__isnull=False)
    return plans.filter(pk__in=going_there.values("issuance"))


def _serving(units: QuerySet[Organization]) -> QuerySet[Organization]:
    """Return the institutions that serve one of some units."""
    services = Service.objects.filter(unit__in=units, standing=True)
    serving: QuerySet[Organization] = Organization.objects.filter(pk__in=services.values("institution"))
    return serving


def _managed(post: Post) -> QuerySet[Trainee]:
    return Trainee.objects.filter(
        within(post.path, "managing_department__path"), managing_department__is_management_department=True
    )


def _employed(units: tuple[str, ...]) -> Arms:
    """Return the trainees of some units, and of the bodies below them."""
    return tuple(Trainee.objects.filter(those) for those in within_any(units, "unit__path"))


def _given(post: Post) -> QuerySet[ThemeClass]:
    return ThemeClass.objects.filter(post.field("institution__path"))


def _shared(post: Post, parts: Collection[ClassBody.Part] = tuple(ClassBody.Part)) -> QuerySet[ThemeClass]:
    """Return the classes in which a body in the field of a duty has one of some parts (8.3.1)."""
    bodies = ClassBody.objects.filter(post.field("organization__path"), part__in=parts)
    return ThemeClass.objects.filter(pk__in=bodies.values("theme_class"))


def _allotted(post: Post) -> QuerySet[ThemeClass]:
    """Return the classes in which units in the field of a duty have places (8.3.1)."""
    places = ClassPlaces.objects.filter(post.field("unit__path"))
    return ThemeClass.objects.filter(pk__in=places.values("theme_class"))


def _registering() -> QuerySet[ThemeClass]:
    """Return the classes in which whoever wants may register now (8.3.1)."""
    return ThemeClass.objects.filter(class_type=ThemeClass.ClassType.OPEN, state=ThemeClass.State.REGISTERING)


def _members(classes: QuerySet[ThemeClass]) -> QuerySet[Trainee]:
    registrations = ClassRegistration.objects.filter(theme_class__in=classes).exclude(state__in=LEFT)
    return Trainee.objects.filter(pk__in=registrations.values("trainee"))


def _attended(trainees: QuerySet[Trainee]) -> QuerySet[ThemeClass]:
    return ThemeClass.objects.filter(
        pk__in=ClassRegistration.objects.filter(trainee__in=trainees).values("theme_class")
    )


def _confirmed(trainees: QuerySet[Trainee]) -> QuerySet[ThemeClass]:
    """Return the classes in which some trainees learn: once reviewed (8.3.3)."""
    confirmed = ClassRegistration.objects.filter(trainee__in=trainees, state=ClassRegistration.State.CONFIRMED)
    return ThemeClass.objects.filter(pk__in=confirmed.values("theme_class"))
