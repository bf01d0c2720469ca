"""What each person finds at the top of every page: only what they may do. A further page adds its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.people.api import Account, account_of_user
from cadretrain_reports.scopes.api import acts_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Person:
    """Who looks at a page: the account as a trainee, if there is one, and the acts that duties in force allow."""

    user: Any
    account: Account | None
    acts: frozenset[str]

    @property
    def name(self) -> str:
        """The trainee's name, else what the platform calls the person."""
        return self.account.trainee.name if self.account else self.user.get_full_name() or self.user.get_username()

    @property
    def sees_courses(self) -> bool:
        """Whether courses are run by this person, or by institutions that a department of theirs answers for (7.1)."""
        return not self.acts.isdisjoint(("run_course", "acknowledge_report"))

    @property
    def reviews_hours(self) -> bool:
        """Whether declared hours of others are endorsed or approved by this person (8.2.5)."""
        return not self.acts.isdisjoint(("endorse_hours", "approve_hours"))

    @property
    def assesses_years(self) -> bool:
        """Whether annual assessments are made by this person, or answered for a department (8.2.1)."""
        return not self.acts.isdisjoint(("assess_year", "answer_year"))

    @property
    def answers_questions(self) -> bool:
        """Whether questions of trainees may come to this person, to answer or to moderate (8.2.3)."""
        return not self.acts.isdisjoint(("answer_questions", "moderate_questions"))

    @property
    def decides_registrations(self) -> bool:
        """Whether registrations in theme classes are endorsed or decided by this person (8.3.3)."""
        return not self.acts.isdisjoint(("name_for_class", "decide_assigned", "run_class"))

    @property
    def sees_summaries(self) -> bool:
        """Whether summaries of units are written or received by this person (8.2.4)."""
        return not self.acts.isdisjoint(("summarize_unit", "receive_summary"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: its URL name, what it is called there, and who finds it."""

    page: str
    label: StrPromise
    is_for: Callable[[Person], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation as one page shows it."""

    url: str
    label: StrPromise
    is_current: bool


ENTRIES: Final = (
    Entry("catalogue", _("Course catalogue"), lambda person: person.user.is_active),
    Entry("my-courses", _("My courses"), lambda person: person.account is not None),
    Entry("my-certificates", _("My certificates"), lambda person: person.account is not None),
    Entry("my-classes", _("My classes"), lambda person: person.account is not None),
    Entry("my-hours", _("Declared hours"), lambda person: person.account is not None),
    Entry("classes", _("Theme classes"), lambda person: person.user.is_active),
    Entry("registrations", _("Registrations"), lambda person: person.decides_registrations),
    Entry("notices", _("Notices"), lambda person: person.account is not None),
    Entry("courses", pgettext_lazy("navigation", "Courses"), lambda person: person.sees_courses),
    Entry("reviews", _("Asked of me"), lambda person: courses.is_asked(person.user.pk)),
    Entry("course-reports", _("Course reports"), lambda person: "acknowledge_report" in person.acts),
    Entry(
        "assessments",
        pgettext_lazy("navigation", "Assessment"),
        lambda person: "record_assessment" in person.acts,
    ),
    Entry("appeals", _("Appeals"), lambda person: "answer_appeal" in person.acts),
    Entry("annual-assessments", _("Annual assessment"), lambda person: person.assesses_years),
    Entry("question-desk", pgettext_lazy("navigation", "Questions"), lambda person: person.answers_questions),
    Entry(
        "class-results",
        _("Class results"),
        lambda person: not person.acts.isdisjoint(("propose_results", "confirm_results")),
    ),
    Entry(
        "class-certificates",
        pgettext_lazy("navigation", "Certificates"),
        lambda person: "revoke_certificate" in person.acts,
    ),
    Entry("plans", _("Plans"), lambda person: person.account is not None or "acknowledge" in person.acts),
    Entry("recommendations", _("Recommendations"), lambda person: "recommend" in person.acts),
    Entry("declared-hours", _("Hours to review"), lambda person: person.reviews_hours),
    Entry("class-desks", _("Head teacher's desk"), lambda person: "keep_class" in person.acts),
    Entry("check-list", _("Check list"), lambda person: "follow_up" in person.acts),
    Entry("unit-notes", _("Notes from classes"), lambda person: "follow_up" in person.acts),
    Entry("unit-summaries", _("Summaries"), lambda person: person.sees_summaries),
    Entry("backfills", _("Backfills"), lambda person: "admit_backfill" in person.acts),
    Entry("rules", _("Rules"), lambda person: person.account is not None),
)


def person_of(user: Any) -> Person:
    """Return who looks at a page; four queries at most."""
    return Person(user, account_of_user(user.pk), frozenset(acts_of(user)))


def links(person: Person, path: str) -> Iterator[Link]:
    """Yield what a person finds on the page at ``path``; the entry that it lies under is the current one."""
    for entry in ENTRIES:
        if entry.is_for(person):
            url = reverse(f"cadretrain:{entry.page}")
            yield Link(url, entry.label, path.startswith(url))
