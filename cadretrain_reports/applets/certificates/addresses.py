"""The addresses that stand on certificates: they are printed, so they must last (8.3.6)."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from cadretrain_reports import conf
from cadretrain_reports.rules.status_list import SIZE

CHECK: Final = "cadretrain:check-certificate"
STATUS: Final = "cadretrain:certificate-status"
"""The names of the pages; where they lie is said by the site's URLs."""


def page_address(public_id: str) -> str:
    """Return the address of the page on which anybody may check a certificate."""
    return conf.public_address() + reverse(CHECK, args=(public_id,))


def status_list_address(index: int) -> tuple[str, int]:
    """Return the address of the status list in which a certificate's place is, and its bit there."""
    number, bit = divmod(index, SIZE)
    return list_address(number), bit


def list_address(number: int) -> str:
    """Return the address of the status list of that number, counted from 0."""
    return conf.public_address() + reverse(STATUS, args=(number,))
