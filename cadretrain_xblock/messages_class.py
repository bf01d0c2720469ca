"""Every sentence that the Theme class block shows; see ``messages``."""

from __future__ import annotations

from typing import Final

from .messages import EDITOR


def _(message: str) -> str:
    return message


CLASS_BLOCK_NAME: Final = _("Theme class")

CLASS_CARD: Final = {
    "block_name": CLASS_BLOCK_NAME,
    "unknown": "–",
    "loading": _("Loading the class…"),
    "class_type": _("Type of class"),
    "class_state": _("State of the class"),
    "registration": _("My registration"),
    "hours": _("Credit-hours"),
    "courses": _("Courses"),
    "progress": _("Progress"),
    "percent": _("{percent} %"),
    "of": _("{done} of {all}"),
    "left_hours": _("Still needed: {hours} credit-hours"),
    "left_courses": _("Courses still to finish: {courses}"),
    "certificate": _("See my certificate"),
    "type_assigned": _("Assigned: trainees are named"),
    "type_open": _("Open: whoever applies"),
    "state_planned": _("Being planned"),
    "state_approved": _("Approved"),
    "state_registering": _("Registration is open"),
    "state_running": _("Running"),
    "state_assessing": _("Being assessed"),
    "state_closed": _("Closed"),
    "state_archived": _("Archived"),
    "state_cancelled": _("Cancelled"),
    "registration_none": _("Not registered"),
    "registration_registered": _("Registered, waiting for review"),
    "registration_endorsed": _("Endorsed by the unit, waiting for a decision"),
    "registration_waiting": _("On the waiting list"),
    "registration_confirmed": _("Confirmed"),
    "registration_refused": _("Refused"),
    "registration_withdrawn": _("Withdrawn"),
    "unset": _("No theme class has been chosen for this place yet."),
    "sign_in": _("Sign in to see where you stand in this class."),
    "no_script": _("Switch on JavaScript to see where you stand in this class."),
    "hidden": _("This class is not open to you."),
    "failed": _("The class cannot be shown: CadreTrain does not answer. Load the page again."),
}

CLASS_FIELD: Final = {
    "theme_class": (
        _("Identifier of the class"),
        _("The class's own identifier (UUID), or an address that contains it. Academic affairs can tell it."),
    ),
    "display_name": (_("Heading"), _("Shown until the class's title has been loaded. May stay empty.")),
}

CLASS_GROUP: Final = {"class": CLASS_BLOCK_NAME}

CLASS_FORM: Final = {
    **EDITOR,
    **CLASS_CARD,
    "intro": _("Shows a theme class in this unit: each trainee sees where they stand."),
}
