"""The door to theme classes (8.3)."""

from cadretrain_reports.applets.theme_classes.classes import CLASS_STAFF, add_class, assign_duty, set_state
from cadretrain_reports.applets.theme_classes.models import ClassDuty, ClassRegistration, ThemeClass
from cadretrain_reports.applets.theme_classes.registrations import (
    confirm,
    refuse,
    register,
    running_registrations,
    withdraw,
)

__all__ = [
    "CLASS_STAFF",
    "ClassDuty",
    "ClassRegistration",
    "ThemeClass",
    "add_class",
    "assign_duty",
    "confirm",
    "refuse",
    "register",
    "running_registrations",
    "set_state",
    "withdraw",
]
