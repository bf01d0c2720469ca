"""The door to theme classes (8.3)."""

from cadretrain_reports.applets.theme_classes.classes import CLASS_STAFF, OVER, add_class, assign_duty, set_state
from cadretrain_reports.applets.theme_classes.members import (
    ClassDuty,
    ClassEnrolment,
    ClassPlaces,
    ClassRegistration,
    RegistrationStep,
)
from cadretrain_reports.applets.theme_classes.models import (
    ClassActivity,
    ClassAssessment,
    ClassBody,
    ClassCourse,
    ClassStep,
    ThemeClass,
    TrainingPlan,
)
from cadretrain_reports.applets.theme_classes.registrations import (
    LEFT,
    confirm,
    refuse,
    register,
    running_registrations,
    withdraw,
)

__all__ = [
    "CLASS_STAFF",
    "LEFT",
    "OVER",
    "ClassActivity",
    "ClassAssessment",
    "ClassBody",
    "ClassCourse",
    "ClassDuty",
    "ClassEnrolment",
    "ClassPlaces",
    "ClassRegistration",
    "ClassStep",
    "RegistrationStep",
    "ThemeClass",
    "TrainingPlan",
    "add_class",
    "assign_duty",
    "confirm",
    "refuse",
    "register",
    "running_registrations",
    "set_state",
    "withdraw",
]
