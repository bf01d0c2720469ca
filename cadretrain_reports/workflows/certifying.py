"""The certificates of those who graduate, issued in the transaction that decides on them (3.11, 8.3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cadretrain_reports import conf
from cadretrain_reports.applets.theme_classes.api import ClassBody, ClassResult, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.certificates import CertificateFacts
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.workflows import certificates


def issue_certificates(results: Sequence[ClassResult], at: datetime, by: Any) -> Mapping[int, Refused]:
    """Issue a certificate for each result of one class that was passed; return by registration id why others got none.

    It prints the hours fulfilled (R5), is issued by the first host or else the institution, and one that is there
    already is not issued again. Call inside the transaction that decides.
    """
    if not results:
        return {}
    printed = _of_class(results[0].registration.theme_class, local_day(at, zone_named(conf.time_zone())))
    wanted = [
        (result.registration, replace(printed, name=result.registration.trainee.name, hours=result.fulfilled_hours))
        for result in results
    ]
    return certificates.issue_certificates(wanted, at, by).refused


def _of_class(theme_class: ThemeClass, day: date) -> CertificateFacts:
    """Return what all certificates of a class say; a class without days was held on the day of the certificate."""
    parts = theme_class.bodies.order_by("number", "pk").values_list("part", "organization__name")
    hosts = tuple(name for part, name in parts if part == ClassBody.Part.HOST)
    organizers = tuple(name for part, name in parts if part == ClassBody.Part.ORGANIZER)
    ended_on = theme_class.ends_on or day
    return CertificateFacts(
        name=theme_class.title,
        class_title=theme_class.title,
        began_on=min(theme_class.starts_on or ended_on, ended_on),
        ended_on=ended_on,
        hours=Decimal(0),
        hosts=hosts,
        organizers=organizers,
        issuer=next(iter((*hosts, *organizers)), theme_class.institution.name),
        issued_on=day,
    )
