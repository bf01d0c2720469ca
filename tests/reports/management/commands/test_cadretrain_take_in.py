"""A trainee comes with the package of another site, from the command line (6.1.3)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.notes import Signer
from tests import factories
from tests.factories_people import liaison, officer, operator
from tests.reports.offline import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    return factories.organization("BUREAU")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a hand-over of another site."""
    return build.hand_over(tmp_path)


def run(*arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("cadretrain_take_in", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_who_came_is_named_and_once_more_changes_nothing(unit: Organization, package: Path, tmp_path: Path) -> None:
    key = tmp_path / "place.pub"
    key.write_text(build.key().text, encoding="utf-8")
    by = officer()
    said = run(package, key, "BUREAU", "--as", by.username)
    assert said == f"trainee: P000000 {build.trainee_id(0)}\n"
    assert run(package, build.key().text, "BUREAU", "--as", by.username) == said
    trainee = Trainee.objects.get()
    assert (trainee.unit, trainee.managing_department) == (unit, factories.department())


def test_another_department_may_manage_who_came(unit: Organization, package: Path) -> None:
    operator()
    factories.department("PROVINCE")
    run(package, build.key().text, "BUREAU", "--department", "PROVINCE")
    assert Trainee.objects.get().managing_department.code == "PROVINCE"


def test_what_cannot_be_taken_in_is_said_without_a_traceback(unit: Organization, package: Path, tmp_path: Path) -> None:
    operator()
    key, stranger = build.key().text, Signer.generate("other.invalid").verifier.text
    for arguments, said in (
        ((package, key, "NOWHERE"), "There is no organization NOWHERE"),
        ((package, key, "BUREAU", "--department", "NOWHERE"), "There is no organization NOWHERE"),
        ((package, "no key", "BUREAU"), "neither a public key nor a file with one"),
        ((package, stranger, "BUREAU"), "The package cannot be read|The package is not as it was signed"),
        ((tmp_path / "none", key, "BUREAU"), "The package cannot be read"),
        ((package, key, "BUREAU", "--as", liaison(unit).username), "may not take trainees in at BUREAU"),
    ):
        with pytest.raises(CommandError, match=said):
            run(*arguments)
    assert not Trainee.objects.exists()
