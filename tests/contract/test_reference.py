"""The reference manual says what there is: resources, filters and codes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cadretrain_reports.rest.answers import SENTENCES
from cadretrain_reports.rest.exports import Export
from cadretrain_reports.rest.imports import Import
from cadretrain_reports.rest.organization_inputs import PARTICULARS
from cadretrain_reports.rest.people import Information
from cadretrain_reports.rest.urls import router
from tests.services import ROOT

MANUAL = (ROOT / "docs" / "reference" / "rest.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in MANUAL.splitlines() if line.startswith("| `")]
RESOURCES = {row[0].strip("`"): row for row in ROWS if len(row) == 4}


def address(prefix: str) -> str:
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda named: named[1].upper(), prefix) + "/"


@pytest.mark.parametrize(("prefix", "view"), [(prefix, view) for prefix, view, _ in router.registry])
def test_a_resource_is_in_the_manual_with_its_key_and_filters(prefix: str, view: Any) -> None:
    _, key, filters, _ = RESOURCES[address(prefix)]
    assert key == (f"`{view.lookup_url_kwarg or view.lookup_field}`" if hasattr(view, "retrieve") else "–")
    named = set(re.findall("`([a-z_]+)`", filters.partition(";")[0]))
    assert named == set(view.filterset_class.base_filters) - {"organization", "below"}
    assert ("none at all" in filters) == (not view.filterset_class.base_filters)


GROUPS = {"particulars": PARTICULARS, "information": tuple(Information().fields)}
WRITING = [
    (prefix, view, name, shape)
    for prefix, view, _ in router.registry
    for name, shape in getattr(view, "inputs", {}).items()
]
METHODS = {"create": "POST", "partial_update": "PATCH", "update": "PUT", "identity": "PUT", "teaching_plan": "PUT"}


def act_address(prefix: str, view: Any, name: str) -> str:
    act = getattr(view, name)
    is_of_one = name != "create" and getattr(act, "detail", True)
    key = "CODE/" if view.lookup_field == "code" else "UUID/"
    return f"{prefix}/{key if is_of_one else ''}" + (f"{act.url_path}/" if hasattr(act, "url_path") else "")


@pytest.mark.parametrize(
    ("prefix", "view", "name", "shape"), WRITING, ids=[f"{prefix} {name}" for prefix, _, name, _ in WRITING]
)
def test_an_act_is_in_the_manual_with_what_its_body_says(prefix: str, view: Any, name: str, shape: Any) -> None:
    (row,) = (row for row in ROWS if row[0] == f"`{METHODS.get(name, 'POST')} {act_address(prefix, view, name)}`")
    told = {field: optional == "?" for field, optional in re.findall(r"`([a-z_]+)`([?]?)", row[1])}
    for word, fields in GROUPS.items():
        told |= dict.fromkeys(fields if f"{word}?" in row[1] else (), True)
    assert told == {field: not said.required for field, said in all_fields(shape()).items()}


def all_fields(shape: Any) -> dict[str, Any]:
    """Return the fields of a body, with those of its rows."""
    rows = [field.child for field in shape.fields.values() if hasattr(getattr(field, "child", None), "fields")]
    return {**shape.fields, **{name: field for row in rows for name, field in row.fields.items()}}


def test_tables_are_in_the_manual() -> None:
    for view, call in (Import, "`POST imports/KIND/"), (Export, "`GET exports/KIND/"):
        (row,) = (row for row in ROWS if row[0].startswith(call))
        assert set(re.findall(r"[?&]([a-z_]+)=", row[0])) == set(view.query().fields)


def test_every_code_is_in_the_manual() -> None:
    codes = set(re.findall(r"^\| \d{3} \| `([a-z_]+)`", MANUAL, re.MULTILINE))
    assert set(SENTENCES) <= codes
