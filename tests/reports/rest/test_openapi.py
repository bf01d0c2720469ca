"""How an endpoint is described: by whom it is seen, whose rows it lists, what its body holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.routers import SimpleRouter

from cadretrain_reports import models
from cadretrain_reports.rest.exports import Export
from cadretrain_reports.rest.organizations import OrganizationHistory
from cadretrain_reports.rest.relations import ServiceSerializer
from cadretrain_reports.rest.resources import Resource


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField()


class Figure(serializers.Serializer[Any]):
    """How many."""

    figure = serializers.IntegerField()


class Services(Resource):
    """Which institution
    serves which unit (5.3)."""

    queryset = models.Service.objects.all()
    serializer_class = ServiceSerializer
    inputs = {"end": Reason, "count": Reason}
    outputs = {"count": Figure}

    @action(detail=True, methods=["post"])
    def end(self) -> None:
        """Let it end (5.4)."""

    @action(detail=False, methods=["post"])
    def count(self) -> None:
        """Count them (5.4)."""


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    """Return the description of two resources."""
    router = SimpleRouter()
    router.register("services", Services)
    table = path("table/", Export.as_view(kind="trainees"))
    router.register("organizations/(?P<code>[^/]+)/history", OrganizationHistory, "history")
    described: dict[str, Any] = SchemaGenerator(patterns=[path("", include(router.urls)), table]).get_schema(
        public=True
    )
    return described["paths"]


def test_reading_is_described_by_the_resource(paths: dict[str, Any]) -> None:
    for address in ("/services/", "/services/{uuid}/"):
        assert paths[address]["get"]["description"] == "Which institution serves which unit (5.3)."


def test_an_act_is_described_in_its_own_words_and_by_its_body(paths: dict[str, Any]) -> None:
    end = paths["/services/{uuid}/end/"]["post"]
    assert end["description"] == "Let it end (5.4)."
    assert end["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/Reason")


def test_an_act_is_answered_in_the_usual_shape_or_in_that_of_its_own(paths: dict[str, Any]) -> None:
    for address, shape in (("/services/{uuid}/end/", "/Service"), ("/services/count/", "/Figure")):
        answered = paths[address]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answered["$ref"].endswith(shape)


def test_what_an_address_asks_for_and_a_file_that_is_answered(paths: dict[str, Any]) -> None:
    described = paths["/table/"]["get"]
    assert {parameter["name"] for parameter in described["parameters"]} == {"organization", "unmasked", "reason"}
    assert described["responses"]["200"]["content"]["text/csv"]["schema"]["format"] == "binary"


def test_reading_has_no_body(paths: dict[str, Any]) -> None:
    assert "requestBody" not in paths["/services/"]["get"]


def test_a_list_below_an_object_names_it(paths: dict[str, Any]) -> None:
    described = paths["/organizations/{code}/history/"]["get"]
    (code,) = (parameter for parameter in described["parameters"] if parameter["in"] == "path")
    assert (code["name"], code["required"], code["description"]) == ("code", True, "Whose rows they are.")


def test_a_token_or_a_session_proves_who_asks(paths: dict[str, Any]) -> None:
    assert paths["/services/"]["get"]["security"] == [{"jwt": []}, {"session": []}]
