"""Every model is either read through scopes, or there is a reason why it is not (9.2.1)."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.questions.api import Question, Reply
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.scopes.anchors import Anchor
from cadretrain_reports.scopes.api import ANCHORS, NOT_READ_THROUGH_SCOPES
from cadretrain_reports.scopes.reach import Reach

MODELS = {model.__name__: model for model in apps.get_app_config("cadretrain_reports").get_models()}
EACH = [
    pytest.param(model, anchor, id=f"{model.__name__}-{anchor.path}-{anchor.arms}")
    for model in ANCHORS
    for anchor in ANCHORS[model]
]

OVER: dict[str, str] = {
    "organizations": "Organization",
    "known_organizations": "Organization",
    "units": "Organization",
    "governed": "Organization",
    "institutions": "Organization",
    "reviewed": "CourseVersion",
    "departments": "Organization",
    "issuers": "Organization",
    "posted_at": "Organization",
    "issued": "Issuance",
    "trainees": "Trainee",
    "kept_accounts": "Trainee",
    "known_trainees": "Trainee",
    "classes": "ThemeClass",
    "known_classes": "ThemeClass",
    "open_classes": "ThemeClass",
    "staffed": "Organization",
    "supported": "Organization",
    "serving": "Organization",
    "above_oneself": "Organization",
    "studied": "Course",
    "joined": "ThemeClass",
    "answered": "ThemeClass",
    "oneself": "User",
}
"""What the arms of each field of a reach are over."""


AMONG_THEMSELVES = {Question, Reply}
"""What trainees write to those who teach them is not for their units and departments (8.2.3)."""


def leads_to(model: type[Model], path: str) -> type[Model]:
    """Return the model at the end of a field path."""
    for name in path.split("__"):
        if name != "pk":
            field = model._meta.get_field(name)
            assert isinstance(field, ForeignKey), f"{model.__name__}.{name}"
            model = field.related_model
    return model


def test_every_model_is_read_through_scopes_or_has_a_reason_not_to_be() -> None:
    anchored = {model.__name__ for model in ANCHORS}
    assert anchored | set(NOT_READ_THROUGH_SCOPES) == set(MODELS)
    assert not anchored & set(NOT_READ_THROUGH_SCOPES)
    assert all(len(reason) > 10 for reason in NOT_READ_THROUGH_SCOPES.values())


def test_no_model_that_holds_personal_data_goes_unguarded() -> None:
    assert not [name for name in NOT_READ_THROUGH_SCOPES if ".. pii:" in (MODELS[name].__doc__ or "")]


def test_every_field_of_a_reach_is_some_anchors() -> None:
    used = {anchor.arms for anchors in ANCHORS.values() for anchor in anchors}
    assert used == {field.name for field in fields(Reach)} == set(OVER)


@pytest.mark.parametrize(("model", "anchor"), EACH)
def test_a_path_leads_to_what_its_arms_find(model: type[Model], anchor: Anchor) -> None:
    if model is AuditEntry and anchor.arms == "governed":
        # The log names bodies by their code: it outlives what it tells of.
        assert (anchor.path, anchor.column) == ("organization", "code")
        return
    if not anchor.path:
        # Whoever is signed in sees every such row.
        assert (anchor.arms, bool(anchor.only)) == ("oneself", True)
        return
    if model is Course and anchor.arms == "reviewed":
        # The course of what one reviews.
        assert (anchor.path, anchor.column) == ("pk", "course")
        return
    assert leads_to(model, anchor.path).__name__ == OVER[anchor.arms]
    assert anchor.column == "pk"


@pytest.mark.parametrize("model", ANCHORS)
def test_whatever_names_a_trainee_is_seen_with_the_trainee(model: type[Model]) -> None:
    names = [
        field.name
        for field in model._meta.get_fields()
        if model not in AMONG_THEMSELVES and getattr(field, "related_model", None) is Trainee and field.concrete
    ]
    anchored = {anchor.path for anchor in ANCHORS[model] if anchor.arms == "trainees"}
    assert set(names) <= anchored


def test_bodies_trainees_and_classes_themselves_are_found_by_their_key() -> None:
    for model in (Organization, Trainee, ThemeClass):
        assert {anchor.path for anchor in ANCHORS[model]} == {"pk"}
