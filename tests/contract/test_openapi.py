"""The API is the one that was agreed: a change shows here, and is meant or mended."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.validation import validate_schema

from cadretrain_reports.rest.schema import document
from tests.contract.golden import GOLDEN, as_text


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document()


def test_the_api_is_the_one_that_was_agreed(described: dict[str, Any]) -> None:
    agreed = GOLDEN.read_text(encoding="utf-8")
    assert as_text(described) == agreed, "If the change is meant, write it down by: make openapi"


def test_the_description_is_openapi(described: dict[str, Any]) -> None:
    validate_schema(described)


def test_nothing_had_to_be_guessed() -> None:
    document.__wrapped__()
    assert not GENERATOR_STATS


def test_it_is_the_same_in_every_language_and_on_every_host(described: dict[str, Any], settings: Any) -> None:
    settings.SPECTACULAR_SETTINGS = {"TITLE": "Host", "CAMELIZE_NAMES": True, "SCHEMA_PATH_PREFIX_INSERT": "/x"}
    settings.REST_FRAMEWORK = {
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.AcceptHeaderVersioning",
        "COERCE_DECIMAL_TO_STRING": False,
        "PAGE_SIZE": 3,
    }
    with translation.override("zh-hans"):
        assert as_text(document.__wrapped__()) == as_text(described)


def test_the_hosts_own_settings_are_as_they_were() -> None:
    before = spectacular_settings.TITLE
    document.__wrapped__()
    assert before == spectacular_settings.TITLE != "CadreTrain"


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_cites_its_clause(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        assert re.search(r"\((R\d+|\d+(\.\d+)*)([-,] ?\d+(\.\d+)*)*", operation["description"]), name


def test_every_operation_says_what_it_answers_to_what_cannot_be_done(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Refusal"}, name


def test_no_internal_key_and_no_identity_number_is_in_it() -> None:
    agreed = json.loads(GOLDEN.read_text(encoding="utf-8"))["components"]["schemas"]
    fields = {field for schema in agreed.values() for field in schema.get("properties", ())}
    assert not {"id", "pk", "path", "identity_hash", "identity_key", "identity_sealed", "password"} & fields
