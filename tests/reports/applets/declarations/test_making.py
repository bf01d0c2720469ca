"""What can be declared (8.2.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.declarations import api as declarations
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_hours import training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"form": "online"}, "bad_form", "form"),
        ({"credit_hours": Decimal("0.3")}, "bad_hours", "credit_hours"),
        ({"credit_hours": Decimal(0)}, "bad_hours", "credit_hours"),
        ({"ended_on": date(2026, 1, 1)}, "bad_days", "ended_on"),
        ({"ended_on": date(2026, 2, 1)}, "not_over", "ended_on"),
        ({"title": " "}, "missing", "title"),
        ({"organizer": ""}, "missing", "organizer"),
        ({"witness": "证" * 129}, "too_long", "witness"),
    ],
)
def test_what_is_no_training(said: dict[str, Any], code: str, field: str) -> None:
    account = factories.trainee()
    with pytest.raises(Refused) as refused:
        declarations.declare(account.trainee, training(**said), account.user, NEW_YEAR)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_year_is_that_of_the_last_day(settings: Any) -> None:
    account = factories.trainee()
    over = {"began_on": date(2025, 12, 30), "ended_on": date(2026, 1, 2)}
    draft = declarations.declare(account.trainee, training(**over), account.user, NEW_YEAR)
    assert (draft.year, draft.state, draft.standing) == (2026, "draft", None)
    settings.CADRETRAIN_PERIOD_START = [9, 1]
    assert declarations.declare(account.trainee, training(**over), account.user, NEW_YEAR).year == 2025


def test_nothing_is_handed_in_without_evidence() -> None:
    account = factories.trainee()
    draft = declarations.declare(account.trainee, training(), account.user, NEW_YEAR)
    with pytest.raises(Refused) as refused:
        declarations.hand_in(draft, account.user, NEW_YEAR, as_unit=False)
    assert (refused.value.code, refused.value.field) == ("missing", "file")
