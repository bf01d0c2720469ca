"""Django admin for site operators. What is archived, counted or granted can be read here, never written."""

from __future__ import annotations

from cadretrain_reports.admin import (
    archives,
    assessments,
    construction,
    courses,
    duties,
    organizations,
    people,
    plans,
    support,
    theme_classes,
    upkeep,
)

__all__ = [
    "archives",
    "assessments",
    "construction",
    "courses",
    "duties",
    "organizations",
    "people",
    "plans",
    "support",
    "theme_classes",
    "upkeep",
]
