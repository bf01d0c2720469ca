"""Naming who or what lies outside one's own field, without a way to try names out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from cadretrain_reports.applets.audit.api import AuditEntry, Target
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.naming import named_account, named_department, named_trainee, named_unit
from tests import factories

pytestmark = pytest.mark.django_db

ABOUT = Target("organization", "BUREAU", "BUREAU")


def refusal(name: Callable[..., Any], *arguments: Any) -> tuple[str, str, str]:
    """Return code, field and English sentence of a refusal."""
    with pytest.raises(Refused) as refused:
        name(*arguments)
    with translation.override("en"):
        return refused.value.code, refused.value.field, str(refused.value)


def test_an_account_is_named_by_its_exact_name() -> None:
    actor, wang = factories.user(), factories.user("wang")
    assert named_account(actor, "liaison.declare", ABOUT, "wang") == wang
    assert not AuditEntry.objects.exists()


def test_nobody_and_the_deactivated_are_one_answer_and_both_are_kept() -> None:
    actor = factories.user()
    get_user_model().objects.create_user("asleep", is_active=False)
    answers = {refusal(named_account, actor, "liaison.declare", ABOUT, name) for name in ("asleep", "nobody", "")}
    ((code, field, _sentence),) = answers
    assert (code, field) == ("unknown_person", "user")
    kept = AuditEntry.objects.values_list("act", "outcome", "actor", "target_key", "reason")
    assert set(kept) == {("liaison.declare", "denied", actor.pk, "BUREAU", "")}
    assert len(kept) == 3


def test_what_was_typed_is_not_kept() -> None:
    refusal(named_trainee, factories.user(), "transfer.ask", ABOUT, "110101198001010010", "张三丰")
    (entry,) = AuditEntry.objects.values()
    assert "110101198001010010" not in str(entry)
    assert "张三丰" not in str(entry)


def test_a_trainee_is_named_by_identifier_and_name_however_they_are_typed() -> None:
    trainee = factories.trainee("T1", "张三丰").trainee
    actor = factories.user()
    for code, name in (("T1", "张三丰"), (" T1 ", "张三丰"), ("T1", "张 三 丰")):
        assert named_trainee(actor, "transfer.ask", ABOUT, code, name) == trainee


@pytest.mark.parametrize(
    ("code", "name"), [("T1", "张三"), ("T2", "张三丰"), ("T2", "张三"), ("", ""), ("T1", "<"), ("\x07", "张三丰")]
)
def test_which_part_was_wrong_is_not_told(code: str, name: str) -> None:
    factories.trainee("T1", "张三丰")
    told = refusal(named_trainee, factories.user(), "transfer.ask", ABOUT, code, name)
    assert told == (
        "unknown_trainee",
        "code",
        "No trainee has both this identifier and this name. Ask the unit that the trainee leaves.",
    )
    assert AuditEntry.objects.get(outcome="denied").details == {"cause": "unknown_trainee"}


def test_a_unit_and_a_department_are_named_by_code() -> None:
    bureau = factories.organization("BUREAU")
    assert named_unit("BUREAU") == bureau
    assert named_department("DEPARTMENT") == factories.department()


def test_what_is_no_unit_or_department_is_refused_as_what_is_not_there() -> None:
    factories.organization("BUREAU")
    for code in ("DEPARTMENT", "NOWHERE"):
        assert refusal(named_unit, code) == ("no_employing_unit", "to_unit", f"{code} is no employing unit.")
    assert refusal(named_department, "BUREAU") == refusal(named_department, "NOWHERE")
    assert refusal(named_department, "BUREAU")[0] == "no_authority"
