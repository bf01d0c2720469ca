"""A page that says something to the API, as pages do: signed in, with the token against forgery."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import get_random_string

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_xblock.contract import API_ROOT


class Page:
    """The page of one person. Without the token it is one that another site has made."""

    def __init__(self, user: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
        self.client.force_login(user)
        self._token = self.client.cookies["csrftoken"] = get_random_string(32)

    def say(self, method: str, address: str, **said: Any) -> HttpResponse:
        """Say something in JSON."""
        headers = {"X-CSRFToken": self._token}
        url = f"{API_ROOT}{address}"
        return self.client.generic(method, url, json.dumps(said), "application/json", headers=headers)

    def post(self, address: str, **said: Any) -> HttpResponse:
        """Have something done."""
        return self.say("POST", address, **said)

    def send(self, address: str, **files: Any) -> HttpResponse:
        """Send files."""
        return self.client.post(f"{API_ROOT}{address}", files, headers={"X-CSRFToken": self._token})

    def get(self, address: str, **asked: Any) -> HttpResponse:
        """Ask."""
        return self.client.get(f"{API_ROOT}{address}", asked)


def error(response: HttpResponse) -> tuple[int, str, str]:
    """Return status, code, and the field to mend."""
    said = response.json()["error"]
    return response.status_code, said["code"], said.get("field", "")


def denials() -> list[str]:
    """Return the acts that the audit log says were denied."""
    return [act for act, outcome in entries() if outcome == AuditEntry.Outcome.DENIED]


def entries() -> list[tuple[str, str]]:
    """Return act and outcome of what the audit log has besides reading."""
    return list(AuditEntry.objects.exclude(act="read").order_by("pk").values_list("act", "outcome"))
