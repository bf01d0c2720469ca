"""Somebody who acts over the API: what is answered, and what the audit log says of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_xblock.contract import API_ROOT


class Caller:
    """One platform user at a client of their own, in English; ``code`` and ``field`` are those of the last refusal."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.client = Client(headers={"Accept-Language": "en"})
        self.client.force_login(user)

    def get(self, address: str, **query: Any) -> HttpResponse:
        """Ask by an address below the root of the API."""
        return self.client.get(f"{API_ROOT}{address}", query)

    def post(self, address: str, **said: Any) -> HttpResponse:
        """Send a body to an address below the root of the API."""
        return self.client.post(f"{API_ROOT}{address}", said, content_type="application/json")

    def done(self, address: str, **said: Any) -> dict[str, Any]:
        """Act, see that it is done, and return the answer."""
        response = self.post(address, **said)
        assert response.status_code in {200, 201}, response.content.decode()
        answer: dict[str, Any] = response.json()
        return answer

    def refused(self, address: str, **said: Any) -> tuple[str, str]:
        """Act, see that it is refused with a sentence, and return code and field."""
        response = self.post(address, **said)
        assert response.status_code == 400, response.content.decode()
        error = response.json()["error"]
        assert error["message"]
        return error["code"], error.get("field", "")

    def denied(self, address: str, act: str, **said: Any) -> bool:
        """Act, and tell whether that is answered with 403 and kept in the audit log as a denial of ``act``."""
        kept = AuditEntry.objects.filter(act=act, actor=self.user, outcome="denied")
        before = kept.count()
        response = self.post(address, **said)
        assert response.status_code == 403, response.content.decode()
        return response.json()["error"]["code"] == "denied" and kept.count() == before + 1


def acts() -> list[str]:
    """Return what was done, by the audit log, in its order; reading left aside."""
    return list(
        AuditEntry.objects.exclude(act="read").filter(outcome="done").order_by("pk").values_list("act", flat=True)
    )
