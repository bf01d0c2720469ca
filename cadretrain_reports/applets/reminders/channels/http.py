"""Posting JSON to a gateway (8.2.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cadretrain_reports.applets.reminders.channels.base import UndeliveredError

_PATIENCE_S: Final = 10
_MOST: Final = 65_536


class Gateway:
    """An address that takes JSON: ``url``, and in ``key_file`` the bearer token, if it asks for one.

    No redirect is followed: what is said goes where the operator has said, or nowhere.
    """

    def __init__(self, options: Mapping[str, Any], name: str) -> None:
        url = urlsplit(str(options.get("url", "")))
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ImproperlyConfigured(f"CADRETRAIN_REMINDER_CHANNELS: the channel {name} needs the whole url.")
        self._connection = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._host, self._port = url.hostname, url.port
        self._path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        self._key_file = options.get("key_file")

    def post(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what the gateway answers, empty where that is no JSON object.

        Raises ``UndeliveredError`` where nobody listens or the answer is no success. That there is no answer is an
        ``OSError``: it may have been taken.
        """
        connection = self._connection(self._host, self._port, timeout=_PATIENCE_S)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise UndeliveredError(type(error).__name__) from None
            connection.request("POST", self._path, json.dumps(said).encode(), self._headers())
            answer = connection.getresponse()
            body = answer.read(_MOST)
        finally:
            connection.close()
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise UndeliveredError(f"HTTP {answer.status}")
        try:
            told = json.loads(body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if self._key_file:
            headers["Authorization"] = f"Bearer {Path(self._key_file).read_text(encoding='ascii').strip()}"
        return headers
