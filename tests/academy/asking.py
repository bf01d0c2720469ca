"""Everybody of the academy at their browsers: whatever any of them is answered is searched for secrets of others."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from tests.academy.sight import KNOWN, Sight
from tests.academy.tables import DUTIES
from tests.factories_academy import SECRET, Academy, build
from tests.reports.scopes.oracle import Oracle

READERS: Final = (*DUTIES, "bureau-2", "office-1", "mill-2", "port-1", "south-1", "nobody")
"""Everybody with a duty, some trainees, and somebody with neither."""

EVERYBODY: Final = "django.contrib.auth.backends.AllowAllUsersModelBackend"
"""As on the platform: whoever is deactivated is signed in all the same."""

TRACES: Final = {"cadretrain_reports_auditentry", "django_session"}
"""Tables in which asking leaves its trace."""

Row = dict[str, Any]


class World:
    """The academy, its readers signed in, and what the oracle says of each."""

    def __init__(self) -> None:
        self.academy: Academy = build()
        oracle = Oracle(self.academy)
        self.sights = {name: Sight(self.academy, oracle, self.academy.users[name]) for name in READERS}
        self.clients = {name: self._signed_in(name) for name in (*READERS, "operator")}

    def _signed_in(self, name: str) -> Client:
        client = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
        client.force_login(self.academy.users[name], EVERYBODY)
        return client

    def ask(self, reader: str, method: str, url: str, said: Any = None) -> HttpResponse:
        """Ask, and see that nothing of what is answered is a secret of others; ``said`` is what the body says."""
        body: dict[str, Any] = {}
        if method != "get":
            sends_file = any(isinstance(value, SimpleUploadedFile) for value in (said or {}).values())
            whole = {"data": json.dumps(said or {}), "content_type": "application/json"} if not sends_file else {}
            body = whole or {"data": said}
        response: HttpResponse = getattr(self.clients[reader], method)(url, **body)
        where = f"{reader}: {method.upper()} {url}: {response.status_code}"
        assert response.status_code < 500, where
        if reader in self.sights:
            assert not self.sights[reader].secrets_in(response.getvalue().decode(errors="replace")), where
        return response

    def send(self, reader: str, url: str, table: bytes) -> HttpResponse:
        """Send a file, and see that nothing of what is answered is a secret of others that was not in it."""
        upload = SimpleUploadedFile("rows.csv", table, "text/csv")
        response: HttpResponse = self.clients[reader].post(url, {"file": upload})
        where = f"{reader}: POST {url}: {response.status_code}"
        assert response.status_code < 500, where
        told = response.content.decode()
        for token in SECRET.findall(table.decode()):
            told = told.replace(token, "")
        if reader in self.sights:
            assert not self.sights[reader].secrets_in(told), where
        return response

    def rows(self, reader: str, url: str) -> list[Row]:
        """Return all rows of a list, page by page, the oldest first."""
        found: list[Row] = []
        at: str | None = f"{url}?ordering=oldest&page_size=200"
        while at:
            response = self.ask(reader, "get", at)
            assert response.status_code == 200, f"{reader}: {at}: {response.status_code}"
            found += response.json()["results"]
            at = response.json()["next"]
        return found

    def sees(self, reader: str, row: Model) -> bool:
        """Tell whether the oracle shows a row to a reader."""
        return row.pk in self.sights[reader].seen[type(row)]

    def is_told_so(self, reader: str, row: Model, told: Row, whole: Row) -> bool:
        """Tell whether a reader was told of a row what there is to tell: all of it, or what makes it known."""
        if type(row) not in KNOWN or row.pk in self.sights[reader].wholly[type(row)]:
            return told == whole
        return all(value in (None, whole[name]) for name, value in told.items())


def state() -> dict[str, str]:
    """Return a digest of every table, by which to tell whether anything changed."""
    digests = {}
    for model in apps.get_models():
        if model._meta.managed and model._meta.db_table not in TRACES:
            rows = repr([*model._default_manager.order_by("pk").values()])
            digests[model._meta.db_table] = hashlib.sha256(rows.encode()).hexdigest()
    return digests
