"""Builders around declared hours (8.2.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.declarations.api import HoursDeclaration, Training
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.workflows import declarations as workflow


def training(**other: Any) -> Training:
    """Return a week at the party school before the new year began."""
    said = {"form": "face_to_face", "title": "青年干部研讨班", "organizer": "省委党校", "credit_hours": Decimal(40)}
    days = {"began_on": date(2026, 1, 2), "ended_on": date(2026, 1, 4)}
    return Training(**{**said, **days, **other})


def evidence(name: str = "证书.pdf") -> SimpleUploadedFile:
    """Return a file that proves it."""
    return SimpleUploadedFile(name, b"%PDF-1.7 " + name.encode(), "application/pdf")


def handed_in(account: Account, by: Any = None, **other: Any) -> HoursDeclaration:
    """Have training declared with its evidence and handed in, by the trainee unless somebody else is named."""
    return workflow.declare_with_evidence(by or account.user, account.trainee, training(**other), evidence())
