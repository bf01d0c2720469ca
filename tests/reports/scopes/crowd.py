"""A province as large as a real one, and what reading in it costs a MariaDB.

Rows are made in bulk, past the workflows: what counts here is their number and where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization
from cadretrain_reports.applets.people.api import Account, Trainee
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.scopes.api import in_scope
from tests.conftest import NEW_YEAR
from tests.factories_classes import duty, officer, theme_class
from tests.reports.scopes import belongings
from tests.reports.scopes.conftest import DEPARTMENT, INSTITUTION

CITIES, COUNTIES_EACH, UNITS_EACH, INSTITUTIONS = 10, 5, 20, 20
CLASS_SIZE = 10
MODELS: Final[tuple[type[Model], ...]] = (Trainee, Account, CreditEntry, LearnerArchive, ClassRegistration)
"""The table of people, those one hop and two hops away from it, and one that is reached by two ways."""


@dataclass(frozen=True)
class Cost:
    """What one reading cost: queries, rows found, rows that the server read, and how many it read of a table whole."""

    queries: int
    found: int
    read: int
    whole: int


class Crowd:
    """The bodies of a province, one person for each role, and as many trainees as ``grow`` was told."""

    def __init__(self) -> None:
        self.size = 0
        self.province = organizations.add("P", "省委组织部", {DEPARTMENT})
        self.academy = organizations.add("I", "省干部网络学院", {INSTITUTION}, self.province)
        self.city, self.county = self._departments()
        self.units = list(Organization.objects.filter(is_employing_unit=True).order_by("path"))
        self.version = belongings.course_version(self.academy)
        self.training = theme_class(self.academy)
        self._add_classes()
        for unit in (self.units[0], self.units[1], self.units[UNITS_EACH]):
            belongings.service(self.academy, unit)
        belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, self.units[-1], self.academy)
        self.people = self._people()

    def grow(self, size: int) -> None:
        """Have ``size`` trainees in all, spread evenly over the units, each with account, archive and one credit."""
        steps = Organization.steplen
        departments = {body.path: body.pk for body in Organization.objects.filter(is_management_department=True)}
        places = [(unit.pk, departments[unit.path[:-steps]]) for unit in self.units]
        trainees = (
            Trainee(code=f"T{number}", name="某人", unit_id=unit, managing_department_id=department)
            for number in range(self.size, size)
            for unit, department in [places[number % len(places)]]
        )
        with transaction.atomic():
            Trainee.objects.bulk_create(trainees, batch_size=2000)
            self._add_belongings()
            if not self.size:
                for trainee in Trainee.objects.order_by("pk")[:CLASS_SIZE]:
                    theme_classes.confirm(theme_classes.register(self.training, trainee, NEW_YEAR))
        self.size = size
        analyze()

    def costs(self) -> dict[tuple[str, str], Cost]:
        """Return what it costs each person to read each model."""
        return {
            (name, model.__name__): cost(model._default_manager.all(), person)
            for name, person in self.people.items()
            for model in MODELS
        }

    def _departments(self) -> tuple[Organization, Organization]:
        first: list[Organization] = []
        units: list[Organization] = []
        for number in range(CITIES):
            city = organizations.add(f"C{number}", "市委组织部", {DEPARTMENT}, self.province)
            for part in range(COUNTIES_EACH):
                county = organizations.add(f"C{number}-{part}", "县委组织部", {DEPARTMENT}, city)
                units += belongings.units_below(county, UNITS_EACH)
                first = first or [city, county]
        Organization.objects.bulk_create(units)
        return first[0], first[1]

    def _people(self) -> dict[str, Any]:
        head, teacher, support = (
            duty(role, self.academy) for role in (Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF)
        )
        for assignment in (head, teacher):
            theme_classes.assign_duty(self.training, assignment)
        several = officer(Role.LIAISON_OFFICER, self.units[40])
        duty(Role.ACADEMIC_AFFAIRS_OFFICER, self.academy, user=several)
        duty(Role.DEPARTMENT_OFFICER, self.county, user=several)
        return {
            "province": officer(Role.DEPARTMENT_OFFICER, self.province),
            "city": officer(Role.DEPARTMENT_OFFICER, self.city),
            "county": officer(Role.DEPARTMENT_OFFICER, self.county),
            "inspector": officer(Role.ARCHIVE_INSPECTOR, self.county),
            "unit": officer(Role.LIAISON_OFFICER, self.units[0]),
            "academic affairs": officer(Role.ACADEMIC_AFFAIRS_OFFICER, self.academy),
            "support": support.user,
            "head teacher": head.user,
            "teacher": teacher.user,
            "several duties": several,
        }

    def _add_classes(self) -> None:
        """Have other institutions give a class for each unit."""
        others = [organizations.add(f"J{it}", "另一学院", {INSTITUTION}, self.province) for it in range(INSTITUTIONS)]
        ThemeClass.objects.bulk_create(
            ThemeClass(institution=others[number % INSTITUTIONS], code=unit.code, title="班", class_type="assigned")
            for number, unit in enumerate(self.units)
        )

    def _add_belongings(self) -> None:
        named = {"at": NEW_YEAR, "course": self.version.course_id, "version": self.version.pk}
        with connection.cursor() as cursor:
            for statement in _BELONGINGS:
                cursor.execute(statement, named)


_BELONGINGS: Final = (
    """INSERT INTO auth_user
         (username, password, first_name, last_name, email, is_superuser, is_staff, is_active, date_joined)
       SELECT CONCAT('crowd', t.code), '!', '', '', '', 0, 0, 1, %(at)s FROM cadretrain_reports_trainee t
       LEFT JOIN cadretrain_reports_account a ON a.trainee_id = t.id WHERE a.trainee_id IS NULL""",
    """INSERT INTO cadretrain_reports_account (trainee_id, user_id, status, opened_at)
       SELECT t.id, u.id, 'active', %(at)s FROM cadretrain_reports_trainee t
       JOIN auth_user u ON u.username = CONCAT('crowd', t.code)
       LEFT JOIN cadretrain_reports_account a ON a.trainee_id = t.id WHERE a.trainee_id IS NULL""",
    """INSERT INTO cadretrain_reports_learnerarchive (trainee_id, number, opened_at)
       SELECT t.id, t.code, %(at)s FROM cadretrain_reports_trainee t
       LEFT JOIN cadretrain_reports_learnerarchive a ON a.trainee_id = t.id WHERE a.trainee_id IS NULL""",
    """INSERT INTO cadretrain_reports_coursestudy (trainee_id, course_id, started_at)
       SELECT t.id, %(course)s, %(at)s FROM cadretrain_reports_trainee t
       LEFT JOIN cadretrain_reports_coursestudy s ON s.trainee_id = t.id WHERE s.id IS NULL""",
    """INSERT INTO cadretrain_reports_creditentry
         (uuid, study_id, version_id, unit_id, managing_department_id, credit_hours, learning_duration, earned_at,
          year, standing, reversal_reason)
       SELECT UUID(), s.id, %(version)s, t.unit_id, t.managing_department_id, 0.5, 901, %(at)s, 2026, 1, ''
       FROM cadretrain_reports_coursestudy s
       JOIN cadretrain_reports_trainee t ON t.id = s.trainee_id
       LEFT JOIN cadretrain_reports_creditentry c ON c.study_id = s.id WHERE c.id IS NULL""",
    """INSERT INTO cadretrain_reports_classregistration
         (uuid, theme_class_id, trainee_id, unit_id, managing_department_id, way, state, registered_at, reason)
       SELECT UUID(), k.id, t.id, t.unit_id, t.managing_department_id, 'assigned', 'confirmed', %(at)s, ''
       FROM cadretrain_reports_trainee t
       JOIN cadretrain_reports_organization o ON o.id = t.unit_id
       JOIN cadretrain_reports_themeclass k ON k.code = o.code
       LEFT JOIN cadretrain_reports_classregistration r ON r.trainee_id = t.id WHERE r.id IS NULL""",
)


def analyze() -> None:
    """Have the server count its rows now, rather than when it finds the time."""
    read = (*MODELS, CourseStudy, ThemeClass, Organization, get_user_model())
    tables = ", ".join(model._meta.db_table for model in read)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE TABLE {tables}")
        cursor.fetchall()


def cost(queryset: QuerySet[Any], person: Any) -> Cost:
    """Read all that a person may see of a model and return what it cost."""
    with CaptureQueriesContext(connection) as queries, rows_read() as read:
        found = len(in_scope(queryset, person).values_list("pk", flat=True))
    return Cost(len(queries) - read.asking, found, read.rows, largest_whole(in_scope(queryset, person)))


class Read:
    """How many rows the server read, and the queries that asking for it took."""

    rows = 0
    asking = 2


@contextmanager
def rows_read() -> Iterator[Read]:
    """Count the rows that the server reads for this connection inside the ``with`` block."""
    read, before = Read(), _handler_reads()
    yield read
    read.rows = _handler_reads() - before


def _handler_reads() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        return sum(int(value) for _name, value in cursor.fetchall())


def largest_whole(queryset: QuerySet[Any]) -> int:
    """Return how many rows the largest table has that the server's plan reads from end to end, as it reckons."""
    return max((int(row["rows"]) for row in plan(queryset) if _is_whole(row)), default=0)


def plan(queryset: QuerySet[Any]) -> list[Mapping[str, Any]]:
    """Return the rows of the server's ``EXPLAIN``."""
    statement, parameters = queryset.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _is_whole(row: Mapping[str, Any]) -> bool:
    """A stored table is read whole by its rows (``ALL``) or by an index; what stands in ``<>`` is an arm's result."""
    return row["type"] in ("ALL", "index") and not str(row["table"]).startswith("<")
