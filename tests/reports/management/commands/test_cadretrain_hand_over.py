"""A trainee leaves, from the command line (6.1.3)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from tests import factories
from tests.factories_people import liaison, officer, operator, recorded

pytestmark = pytest.mark.django_db

PLACE = "外省干部网络学院"


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee("T1")


def run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("cadretrain_hand_over", *arguments, stdout=out)
    return out.getvalue()


def test_the_last_line_names_the_package(account: Account, exports: Path, signing_key: Signer) -> None:
    by = officer()
    said = run("T1", PLACE, "--as", by.username)
    package = Path(said.splitlines()[-1].removeprefix("package: "))
    assert package.parent == exports
    assert verify_package(package, signing_key.verifier).intact
    account.refresh_from_db()
    assert account.status == Account.Status.SUSPENDED


def test_another_package_is_made_if_asked_for(account: Account, exports: Path, at_new_year: SimulatedClock) -> None:
    operator()
    run("T1", PLACE)
    at_new_year.advance(60)
    with pytest.raises(CommandError, match="handed over already"):
        run("T1", PLACE)
    run("T1", PLACE, "--again")
    assert len(list(exports.iterdir())) == 2


def test_what_cannot_be_handed_over_is_said_without_a_traceback(account: Account, exports: Path, settings: Any) -> None:
    recorded("T2")
    by = operator()
    for arguments, said in (
        (("T9", PLACE), "There is no trainee with the identifier T9"),
        (("T1", " "), "Name the place"),
        (("T2", PLACE), "has no account yet"),
        (("T1", PLACE, "--as", "nobody"), "no active account nobody"),
        (("T1", PLACE, "--as", liaison(account.trainee.unit).username), "may not hand this trainee over"),
    ):
        with pytest.raises(CommandError, match=said):
            run(*arguments)
    settings.CADRETRAIN_SIGNING_KEY_FILE = ""
    with pytest.raises(CommandError, match="CADRETRAIN_SIGNING_KEY_FILE is not set"):
        run("T1", PLACE, "--as", by.username)
    assert not exports.exists()
