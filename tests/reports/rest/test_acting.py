"""What a resource needs to let a workflow be called: the object in the address, and what the body says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from cadretrain_reports import models
from cadretrain_reports.rest.fields import Seen
from cadretrain_reports.rest.relations import ServiceSerializer
from cadretrain_reports.rest.resources import Resource
from tests import factories


class Successor(serializers.Serializer[Any]):
    """Who serves the unit from now on, and why."""

    institution = Seen(slug_field="code", queryset=models.Organization.objects.all())
    reason = serializers.CharField(max_length=5)


class Services(Resource):
    """Services, one act on them."""

    queryset = models.Service.objects.select_related("institution", "unit")
    serializer_class = ServiceSerializer
    inputs = {"hand_on": Successor}

    @action(detail=True, methods=["post"])
    def hand_on(self, request: Any, **_address: str) -> Response:
        """Have another institution serve the unit."""
        service, said = self.get_object(), self.given()
        return Response({"unit": service.unit.code, "to": said["institution"].code, "reason": said["reason"]})


router = SimpleRouter()
router.register("services", Services)
urlpatterns = [path("", include(router.urls))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def service() -> models.Service:
    bodies: dict[str, Any] = {"institution": factories.institution(), "unit": factories.organization("BUREAU")}
    made: models.Service = models.Service.objects.create(since=datetime(2026, 1, 5, tzinfo=UTC), **bodies)
    return made


def hand_on(client: Client, key: object, **said: Any) -> HttpResponse:
    return client.post(
        f"/services/{key}/hand_on/", said, content_type="application/json", headers={"Accept-Language": "en"}
    )


def test_an_act_has_its_object_and_what_is_said(operator: Client, service: models.Service) -> None:
    factories.institution("OTHER")
    response = hand_on(operator, service.uuid, institution="OTHER", reason="调整")
    assert response.json() == {"unit": "BUREAU", "to": "OTHER", "reason": "调整"}


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"institution": "SASW"}, "reason", "required"),
        ({"institution": "SASW", "reason": "因为调整了机构"}, "reason", "max_length"),
        ({"institution": "NOWHERE", "reason": "调整"}, "institution", "does_not_exist"),
        ({"institution": 7, "reason": "调整"}, "institution", "does_not_exist"),
        ({"institution": ["SASW"], "reason": "调整"}, "institution", "does_not_exist"),
        ({"institution": "SASW\0", "reason": "调整"}, "institution", "does_not_exist"),
    ],
)
def test_what_is_wrong_in_a_body_is_named(
    operator: Client, service: models.Service, said: dict[str, Any], field: str, code: str
) -> None:
    response = hand_on(operator, service.uuid, **said)
    assert response.status_code == 400
    assert (response.json()["error"]["field"], response.json()["error"]["code"]) == (field, code)


def test_what_is_no_object_is_no_body(operator: Client, service: models.Service) -> None:
    response = operator.post(f"/services/{service.uuid}/hand_on/", "[1]", content_type="application/json")
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid")


def test_an_object_out_of_scope_is_not_there_to_act_on(client: Client, service: models.Service) -> None:
    client.force_login(factories.user())
    assert hand_on(client, service.uuid, institution="SASW", reason="调整").status_code == 404
