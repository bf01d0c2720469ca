"""Django admin for site operators. What is archived, counted or granted can be read here, never written."""

from __future__ import annotations

from cadretrain_reports.admin import (
    archives,
    assessments,
    certificates,
    class_life,
    construction,
    courses,
    duties,
    graduation,
    organizations,
    people,
    plans,
    questions,
    support,
    theme_classes,
    upkeep,
)

__all__ = [
    "archives",
    "assessments",
    "certificates",
    "class_life",
    "construction",
    "courses",
    "duties",
    "graduation",
    "organizations",
    "people",
    "plans",
    "questions",
    "support",
    "theme_classes",
    "upkeep",
]
