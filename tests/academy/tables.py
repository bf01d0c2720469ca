"""Who is who in the academy: bodies, trainees, duties and what ties them together."""

from __future__ import annotations

from typing import Final

from cadretrain_reports import models
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles.api import Role, State

_D, _T, _U = Capacity

TREE: Final = (
    ("NORTH", "", {_D}),
    ("NORTH-CITY", "NORTH", {_D}),
    ("NORTH-COUNTY", "NORTH-CITY", {_D}),
    ("NORTH-BUREAU", "NORTH-COUNTY", {_U}),
    ("NORTH-OFFICE", "NORTH-CITY", {_U}),
    ("NORTH-OFFICE-1", "NORTH-OFFICE", {_U}),
    ("NORTH-TOWN", "NORTH", {_D}),
    ("NORTH-MILL", "NORTH-TOWN", {_U}),
    ("NORTH-SCHOOL", "NORTH", {_T}),
    ("SOUTH", "", {_D, _U}),
    ("SOUTH-ROOM", "SOUTH", {_U}),
    ("SOUTH-CITY", "SOUTH", {_D}),
    ("SOUTH-PORT", "SOUTH-CITY", {_U}),
    ("SOUTH-SCHOOL", "SOUTH", {_T}),
)
"""Code, the body above, capacities (5.1). SOUTH is a department that employs people of its own."""

INNER: Final = {"NORTH-OFFICE-1", "SOUTH-ROOM"}
"""Inner departments of the body above."""

TRAINEES: Final = {
    "bureau-1": ("NORTH-BUREAU", "NORTH-COUNTY"),
    "bureau-2": ("NORTH-BUREAU", "NORTH"),
    "office-1": ("NORTH-OFFICE", "NORTH-CITY"),
    "inner-1": ("NORTH-OFFICE-1", "NORTH-CITY"),
    "mill-1": ("NORTH-MILL", "NORTH-TOWN"),
    "mill-2": ("NORTH-MILL", "SOUTH"),
    "port-1": ("SOUTH-PORT", "SOUTH-CITY"),
    "port-2": ("SOUTH-PORT", "SOUTH-CITY"),
    "south-1": ("SOUTH", "SOUTH"),
    "room-1": ("SOUTH-ROOM", "SOUTH"),
}
"""Unit and managing department: bureau-2 is managed above the county (省管干部), mill-2 by the other province."""

SERVICES: Final = (
    ("NORTH-SCHOOL", "NORTH-OFFICE", True),
    ("NORTH-SCHOOL", "SOUTH-PORT", True),
    ("SOUTH-SCHOOL", "NORTH-MILL", True),
    ("SOUTH-SCHOOL", "NORTH-BUREAU", None),
)
"""Institution, unit, whether it stands."""

_MAINTAIN, _UPKEEP = models.Delegation.Kind
DELEGATIONS: Final = (
    (_MAINTAIN, "NORTH", "NORTH-OFFICE", True),
    (_MAINTAIN, "SOUTH", "SOUTH-CITY", True),
    (_UPKEEP, "NORTH-OFFICE", "SOUTH-SCHOOL", True),
    (_UPKEEP, "NORTH-MILL", "NORTH-SCHOOL", None),
)
"""Kind, giver, receiver, whether it stands."""

CLASSES: Final = {
    "north-1": "NORTH-SCHOOL",
    "north-2": "NORTH-SCHOOL",
    "south-1": "SOUTH-SCHOOL",
    "south-2": "SOUTH-SCHOOL",
}

PLACES: Final = (
    ("NORTH", "NORTH-OFFICE"),
    ("NORTH-CITY", "NORTH-BUREAU"),
    ("SOUTH", "SOUTH-PORT"),
    ("SOUTH-CITY", "SOUTH"),
)
"""Who holds each class, and which unit has places in it."""

_In = models.ClassRegistration.State
REGISTRATIONS: Final = (
    ("north-1", "office-1", _In.CONFIRMED),
    ("north-1", "port-1", _In.REGISTERED),
    ("north-1", "bureau-1", _In.REFUSED),
    ("north-1", "mill-1", _In.WITHDRAWN),
    ("north-2", "bureau-2", _In.CONFIRMED),
    ("south-1", "mill-1", _In.CONFIRMED),
    ("south-1", "port-2", _In.CONFIRMED),
)

TRANSFERS: Final = (
    ("office-1", "NORTH-OFFICE", "SOUTH-PORT", True),
    ("mill-2", "NORTH-MILL", "NORTH-BUREAU", True),
    ("port-1", "SOUTH-PORT", "SOUTH", True),
    ("room-1", "SOUTH-ROOM", "SOUTH-PORT", True),
    ("mill-1", "SOUTH-PORT", "NORTH-MILL", None),
)
"""Who is to move from where to where, or has moved."""

_Plan, _Rules, _Programme, _Circular = models.Issuance.Kind
ISSUANCES: Final = (
    (_Plan, "NORTH", True, ("NORTH-CITY", "NORTH-SCHOOL")),
    (_Plan, "NORTH-CITY", True, ("NORTH-OFFICE",)),
    (_Plan, "NORTH-COUNTY", False, ("NORTH-BUREAU",)),
    (_Rules, "NORTH", True, ("NORTH-TOWN",)),
    (_Circular, "SOUTH", True, ("SOUTH-CITY", "SOUTH-SCHOOL")),
    (_Programme, "SOUTH-CITY", False, ("SOUTH-PORT",)),
    (_Plan, "SOUTH", True, ("SOUTH",)),
)
"""Kind, issuer, whether it was issued or is a draft, and to whom it goes."""
NEEDS: Final = (
    ("NORTH-OFFICE", "NORTH-SCHOOL"),
    ("NORTH-BUREAU", "NORTH-COUNTY"),
    ("SOUTH-PORT", "NORTH-SCHOOL"),
    ("SOUTH", "SOUTH"),
)
"""Which unit hands its needs in to whom."""

_LIAISON = Role.LIAISON_OFFICER
DUTIES: Final = {
    "officer-north": (Role.DEPARTMENT_OFFICER, "NORTH", State.ACTIVE, ""),
    "officer-city": (Role.DEPARTMENT_OFFICER, "NORTH-CITY", State.ACTIVE, ""),
    "officer-county": (Role.DEPARTMENT_OFFICER, "NORTH-COUNTY", State.ACTIVE, ""),
    "officer-town": (Role.DEPARTMENT_OFFICER, "NORTH-TOWN", State.ACTIVE, ""),
    "officer-south": (Role.DEPARTMENT_OFFICER, "SOUTH", State.ACTIVE, ""),
    "officer-south-city": (Role.DEPARTMENT_OFFICER, "SOUTH-CITY", State.ACTIVE, ""),
    "inspector-city": (Role.ARCHIVE_INSPECTOR, "NORTH-CITY", State.ACTIVE, ""),
    "academic-north": (Role.ACADEMIC_AFFAIRS_OFFICER, "NORTH-SCHOOL", State.ACTIVE, ""),
    "academic-south": (Role.ACADEMIC_AFFAIRS_OFFICER, "SOUTH-SCHOOL", State.ACTIVE, ""),
    "support-north": (Role.LEARNING_SUPPORT_STAFF, "NORTH-SCHOOL", State.ACTIVE, "north-1"),
    "support-south": (Role.LEARNING_SUPPORT_STAFF, "SOUTH-SCHOOL", State.ACTIVE, ""),
    "head-north": (Role.HEAD_TEACHER, "NORTH-SCHOOL", State.ACTIVE, "north-1"),
    "head-south": (Role.HEAD_TEACHER, "SOUTH-SCHOOL", State.ACTIVE, "south-1"),
    "teacher-north": (Role.TEACHER, "NORTH-SCHOOL", State.ACTIVE, "north-2"),
    "liaison-bureau": (_LIAISON, "NORTH-BUREAU", State.ACTIVE, ""),
    "liaison-office": (_LIAISON, "NORTH-OFFICE", State.ACTIVE, ""),
    "liaison-mill": (_LIAISON, "NORTH-MILL", State.ACTIVE, ""),
    "liaison-port": (_LIAISON, "SOUTH-PORT", State.ACTIVE, ""),
    "liaison-south": (_LIAISON, "SOUTH", State.ACTIVE, ""),
    "begins-today": (_LIAISON, "NORTH-OFFICE", State.APPROVED, ""),
    "begins-tomorrow": (_LIAISON, "NORTH-OFFICE", State.APPROVED, ""),
    "ends-today": (_LIAISON, "NORTH-OFFICE", State.ACTIVE, ""),
    "only-declared": (_LIAISON, "NORTH-OFFICE", State.DECLARED, ""),
    "suspended": (_LIAISON, "NORTH-OFFICE", State.SUSPENDED, ""),
    "asleep": (Role.DEPARTMENT_OFFICER, "NORTH", State.ACTIVE, ""),
}
"""Who has which role where, in which state, in which class; ``asleep`` is deactivated on the platform."""

RECOMMENDATIONS: Final = (
    ("NORTH-SCHOOL", "NORTH-OFFICE"),
    ("NORTH-OFFICE", "NORTH-OFFICE"),
    ("SOUTH-SCHOOL", "NORTH-MILL"),
    ("SOUTH-PORT", "SOUTH-PORT"),
    ("NORTH-SCHOOL", "SOUTH-PORT"),
)
"""Who recommends the course, to whom."""
