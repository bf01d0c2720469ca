"""Builders of certificates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cadretrain_reports import clock
from cadretrain_reports.applets.certificates.api import Certificate
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.rules.certificates import CertificateFacts
from cadretrain_reports.workflows.certificates import issue_certificates
from tests import factories
from tests.factories_classes import theme_class

TITLE = "学习贯彻党的二十届三中全会精神专题培训班"


def facts(**other: Any) -> CertificateFacts:
    """Return what a certificate says."""
    said: dict[str, Any] = {
        "name": "张三丰",
        "class_title": TITLE,
        "began_on": date(2026, 3, 2),
        "ended_on": date(2026, 3, 6),
        "hours": Decimal("42.75"),
        "hosts": ("某某省委组织部",),
        "organizers": ("某某干部学院",),
        "issuer": "某某省委组织部",
        "issued_on": date(2026, 3, 10),
    }
    return CertificateFacts(**{**said, **other})


def registration(name: str = "张三丰", in_class: ThemeClass | None = None, account: Any = None) -> ClassRegistration:
    """Return a confirmed registration of a new trainee."""
    trainee = (account or factories.trainee(name=name)).trainee
    registered = theme_classes.register(in_class or a_class(), trainee, clock.now())
    return theme_classes.confirm(registered)


def a_class(code: str = "K1") -> ThemeClass:
    """Return the class of this code."""
    found = ThemeClass.objects.filter(code=code).first()
    return found or theme_class(factories.institution(), code)


def certificate(of: ClassRegistration | None = None, **other: Any) -> Certificate:
    """Return a certificate that a graduation has issued."""
    row = of or registration()
    said = facts(**{"name": row.trainee.name, **other})
    issued = issue_certificates([(row, said)], clock.now(), factories.operator())
    for refused in issued.refused.values():
        raise refused
    return issued.certificates[0]
