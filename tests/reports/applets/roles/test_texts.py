"""What people say about duties."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.roles.models import Appraisal, RoleStep
from cadretrain_reports.applets.roles.texts import said
from cadretrain_reports.refusals import Refused


def test_a_text_loses_the_blanks_around_it() -> None:
    assert said(RoleStep, "reason", " 调离 \n") == "调离"


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_needed_text_is_not_blank(blank: str) -> None:
    with pytest.raises(Refused) as refused:
        said(RoleStep, "reason", blank, needed=True)
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert said(RoleStep, "reason", blank) == ""


def test_a_text_fits_its_own_column() -> None:
    assert len(said(RoleStep, "reason", "因" * 500)) == 500
    with pytest.raises(Refused, match="500") as refused:
        said(RoleStep, "reason", "因" * 501)
    assert (refused.value.code, refused.value.field) == ("too_long", "reason")
    assert len(said(Appraisal, "remarks", "因" * 1000)) == 1000


def test_what_not_every_database_takes_is_no_text() -> None:
    with pytest.raises(Refused) as refused:
        said(RoleStep, "reason", "调\0离")
    assert refused.value.code == "bad_characters"
