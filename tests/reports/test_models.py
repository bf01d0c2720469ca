"""What holds for every model."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django.utils import translation

from cadretrain_reports import models as gathered

HAN = re.compile("[\u4e00-\u9fff]")

UNSHOWN = {"id", "uuid", "path", "depth", "numchild"}
"""Keys, and how the tree is kept."""

MODELS = list(apps.get_app_config("cadretrain_reports").get_models())


@pytest.mark.parametrize("model", MODELS)
def test_says_what_personal_data_it_holds(model: type[Model]) -> None:
    doc = model.__doc__
    if ".. no_pii:" in doc:
        assert ".. pii" not in doc
        return
    assert re.search(r"\.\. pii: \S", doc)
    assert re.search(r"\.\. pii_types: (\w+)(, \w+)*$", doc, re.MULTILINE)
    assert re.search(r"\.\. pii_retirement: (local_api|consumer_api|retained|third_party)$", doc, re.MULTILINE)


def test_every_model_is_gathered() -> None:
    assert {model.__name__ for model in MODELS} == set(gathered.__all__)


@pytest.mark.parametrize("model", MODELS)
def test_has_a_name_in_the_users_language(model: type[Model]) -> None:
    with translation.override("zh-hans"):
        assert HAN.search(str(model._meta.verbose_name))
        assert HAN.search(str(model._meta.verbose_name_plural))


@pytest.mark.parametrize("model", MODELS)
def test_its_fields_and_their_choices_have_names_in_the_users_language(model: type[Model]) -> None:
    with translation.override("zh-hans"):
        for field in model._meta.local_fields:
            assert HAN.search(str(field.verbose_name)) or field.name in UNSHOWN, field
            assert all(HAN.search(str(label)) for _value, label in field.choices or ()), field


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "cadretrain_reports", check_changes=True, dry_run=True, verbosity=0)


def test_unique_keys_fit_into_an_index_of_mysql() -> None:
    """3,072 bytes, four for a character."""
    for model in MODELS:
        for field in model._meta.local_fields:
            if field.unique and field.max_length:
                assert field.max_length * 4 <= 3072, f"{model.__name__}.{field.name}"
