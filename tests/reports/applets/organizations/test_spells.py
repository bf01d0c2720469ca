"""Writing the history of a body's place and name (5.1)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports.applets.organizations import spells
from cadretrain_reports.applets.organizations.api import OrganizationSpell
from tests.factories_bodies import department

pytestmark = pytest.mark.django_db


def test_one_spell_stands() -> None:
    body = department("P")
    with pytest.raises(IntegrityError), transaction.atomic():
        spells.begin(body, None)
    spells.turn(body, None, "重新登记")
    assert OrganizationSpell.objects.filter(organization=body, standing=True).count() == 1


def test_the_body_above_is_the_one_of_now() -> None:
    province = department("P")
    city = department("C", province)
    assert spells.parent_of(province) is None
    province.name = "改名"
    province.save(update_fields=["name"])
    assert str(spells.parent_of(city)) == "改名"
