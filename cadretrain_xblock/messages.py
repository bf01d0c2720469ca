"""Every sentence that the block shows, in one place, so that nothing on its pages escapes translation.

Keys are what templates and scripts use; ``{name}`` in a sentence is filled in by the script that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final


def _(message: str) -> str:
    return message


BLOCK_NAME: Final = _("Credit course")

COMMON: Final = {
    "block_name": BLOCK_NAME,
    "credit_hours": _("Credit-hours"),
    "course_duration": _("Course duration"),
    "minutes": _("{minutes} min"),
    "unknown": "–",
}

CARD: Final = {
    **COMMON,
    "learned": _("Learned so far"),
    "progress": _("Progress"),
    "percent": _("{percent} %"),
    "rest": _("Still needed: {minutes} min"),
    "lecturers": _("Lecturers"),
    "assessment": _("Assessment"),
    "pass_mark": _("pass mark {percent} %"),
    "about": _("About this course"),
    "objectives": _("Objectives"),
    "knowledge_points": _("Knowledge points"),
    "loading": _("Loading your progress…"),
    "sign_in": _("Sign in to have your study of this course recorded."),
    "no_script": _("Switch on JavaScript to have your study of this course recorded."),
    "offline": _(
        "Offline, trying again. Leave this page open: it keeps your learning time and hands it in once it is online."
    ),
    "offline_before": _("Offline, trying again. Learning time is recorded from the moment there is a connection."),
    "presence": _("Are you still there?"),
    "presence_why": _("Learning time goes on counting if you say so. Without an answer it stops."),
    "presence_confirm": _("Yes, I am studying"),
    "take_over": _("Study here instead"),
    "resume": _("Go on there"),
    "resume_media": _("Last time you stopped at {time}."),
    "resume_page": _("Last time you left this page at {percent} %."),
    "reload": _("Reload the page"),
    "state_not_a_trainee": _("You are not registered as a trainee, so no learning time is recorded here."),
    "state_suspended": _("Your trainee account is suspended, so no learning time is recorded here."),
    "state_rules_not_accepted": _("No learning time is recorded before you have accepted the rules of this platform."),
    "read_rules": _("Read the rules and accept them (in a new window)"),
    "state_not_released": _("This course is not released yet. Your study is recorded; credit follows the release."),
    "state_not_offered": _("This course is not offered at present. Hours already earned stay yours."),
    "state_awaiting_assessment": _("Studied. The credit-hours follow when you pass the assessment."),
    "state_ready": _("Not started. Time counts while this page is open in front of you."),
    "state_studying": _("Studying. Time counts while this page is open in front of you."),
    "state_earned": _("Completed. You have earned {hours} credit-hours."),
    "state_earned_on": _("Completed. You earned {hours} credit-hours on {date}."),
    "state_exempt": _("Exempt. This course was credited before; studying it again adds no credit-hours."),
    "state_exempt_on": _("Exempt. This course was credited on {date}; studying it again adds no credit-hours."),
    "error_expired_token": _("This page has been open too long. Reload it to go on."),
    "error_bad_token": _("This page cannot be recognized. Reload it to go on."),
    "error_signed_out": _("You are signed out. Sign in again to go on."),
    "error_wrong_user": _("Somebody else has signed in. Reload the page to study under that name."),
    "error_rules_not_accepted": _("New rules of this platform are in force. Accept them, then reload the page."),
    "error_other_course": _("Another course of yours is open. Learning time counts for one course at a time."),
    "error_taken_over": _("You have gone on in another course, so no learning time is recorded here."),
    "error_unknown_course": _("This course is not registered yet, so no learning time is recorded here."),
    "error_other": _("Learning time cannot be recorded on this page."),
}

REQUIREMENT: Final = {"required": _("Required course"), "elective": _("Elective course")}

EXTENT: Final = {
    "unit": _("This unit"),
    "subsection": _("The whole subsection"),
    "course_run": _("The whole course run"),
}

ASSESSMENT: Final = {
    "none": _("No assessment"),
    "objective_online": _("Objective test, online"),
    "objective_offline": _("Objective test, offline"),
    "subjective_online": _("Subjective assessment, online"),
    "subjective_offline": _("Subjective assessment, offline"),
}

SOURCE: Final = {
    "self_developed": _("Self-developed"),
    "solicited": _("Solicited"),
    "co_developed": _("Co-developed"),
    "commissioned": _("Commissioned"),
    "purchased": _("Purchased"),
}

FIELD: Final = {
    "display_name": (_("Course title"), _("As it shall appear in catalogues and learner archives.")),
    "course_code": (
        _("Course code"),
        _(
            "The institution's own code for the course: letters, digits, dot, underscore, hyphen. "
            "The same code is the same course wherever it is placed."
        ),
    ),
    "extent": (
        _("What the course covers"),
        _("How much of the course run is taught as this one course. Two courses may not cover the same part."),
    ),
    "requirement": (
        _("Proposed as"),
        _("Only a proposal: plans and theme classes decide what is required."),
    ),
    "provider": (
        _("Training institution"),
        _("Code of the institution. Left empty, it is the organization of the course run."),
    ),
    "course_duration": (
        _("Course duration (seconds)"),
        _("Whole seconds; 0 means that it has not been given yet."),
    ),
    "assessment": (
        _("Assessment"),
        _("With an assessment, credit-hours follow when it is passed; without one, when the course is completed."),
    ),
    "pass_mark": (_("Pass mark (%)"), _("In percent, from 0 to 100.")),
    "source": (_("Source of the course"), _("How the institution came by it.")),
    "category": (_("Category"), _("The subject under which catalogues list the course, in at most 64 characters.")),
    "lecturers": (_("Lecturers"), _("One per line, at most 20.")),
    "objectives": (
        _("Objectives"),
        _("What those who finish the course know or can do, in at most 2000 characters."),
    ),
    "knowledge_points": (_("Knowledge points"), _("One per line, at most 50.")),
}
"""Name and help of each field of the block, untranslated, as XBlock fields want them."""

FORM_FIELD: Final = {
    **FIELD,
    "course_duration": (
        _("Course duration (minutes)"),
        _("Minutes, as 16 or 15.5, or minutes and seconds, as 15:01, or 1:05:00 with hours."),
    ),
}
"""Name and help of each field in the author's form, where a duration is typed in minutes (3.7)."""

GROUP: Final = {
    "what": _("What it is"),
    "how_long": _("How long it takes"),
    "how_assessed": _("How it is assessed"),
    "more": _("More about it"),
}

EDITOR: Final = {
    "needed": _("(required)"),
    "save": _("Save"),
    "cancel": _("Cancel"),
    "saving": _("Saving…"),
    "saved": _("Saved."),
    "discarded": _("Changes discarded."),
    "not_saved": _("Not saved. Mend what is marked and save again."),
    "save_failed": _("Not saved: the server does not answer. Try again."),
}
"""What every author's form says."""

FORM: Final = {
    **COMMON,
    **EDITOR,
    "intro": _("Marks what this unit teaches as one course that yields credit-hours."),
    "duration_label": FORM_FIELD["course_duration"][0],
    "code_label": FIELD["course_code"][0],
    "requirement_label": FIELD["requirement"][0],
    "provider_label": FIELD["provider"][0],
    "extent_label": FIELD["extent"][0],
    "assessment_label": FIELD["assessment"][0],
    "source_label": FIELD["source"][0],
    "category_label": FIELD["category"][0],
    "lecturers_label": FIELD["lecturers"][0],
    "provider_default": _("the organization of the course run"),
    "hours_unreachable": _("The credit-hours cannot be worked out here: CadreTrain does not answer."),
    "long_course": _(
        "A course of more than 30 minutes gives one credit-hour however long it is. "
        "If it has parts that stand on their own, mark each part as a course."
    ),
    "propose": _("Propose from the content"),
    "proposing": _("Working it out…"),
    "proposed": _("Proposed: {duration} (minutes), from these parts:"),
    "proposed_nothing": _("Nothing was found in the content that takes time. Type the duration."),
    "proposal_forbidden": _("No proposal: only authors of this course may ask for one."),
    "proposal_not_found": _("No proposal: the content is not found here. Type the duration."),
    "proposal_failed": _("No proposal: CadreTrain does not answer. Try again, or type the duration."),
    "part_video": _("Watching"),
    "part_text": _("Reading"),
    "part_problem": _("Problems"),
    "part_other": _("Other content"),
    "split": _("These parts could stand on their own. Give each a unit and a Credit course block of its own:"),
    "problems": _("To be mended before this course can yield credit-hours"),
}

PROBLEM: Final = {
    "title_missing": _("Give the course a title."),
    "title_too_long": _("The title has more than 255 characters. Shorten it."),
    "code_missing": _("Give the course a code."),
    "code_format": _(
        "A course code has 1 to 64 characters: letters A–Z, digits, dot, underscore, hyphen, "
        "among them a letter or digit."
    ),
    "duration_empty": _("Give the course a duration in minutes, as 16 or 15:01."),
    "duration_format": _("This is no duration. Write minutes, as 16 or 15.5, or minutes and seconds, as 15:01."),
    "duration_not_positive": _(
        "A course of 0 minutes or less yields no credit-hours. Write how long the course is, as 16 or 15:01."
    ),
    "duration_too_long": _("A course has at most 200 hours. Check the number: it is in minutes."),
    "requirement_unknown": _("Choose required or elective."),
    "extent_unknown": _("Choose what the course covers."),
    "assessment_unknown": _("Choose how the course is assessed, or no assessment."),
    "pass_mark_range": _("Write the pass mark in percent: a whole number from 0 to 100, as 60."),
    "source_unknown": _("Choose where the course comes from."),
    "category_too_long": _("The category has more than 64 characters. Shorten it."),
    "lecturers_too_many": _("A course names at most 20 lecturers. Take some out."),
    "lecturers_too_long": _("A lecturer has more than 255 characters. Write one lecturer per line."),
    "objectives_too_long": _("The objectives have more than 2000 characters. Shorten them."),
    "knowledge_points_too_many": _("A course names at most 50 knowledge points. Take some out or join some."),
    "knowledge_points_too_long": _("A knowledge point has more than 255 characters. Write one per line."),
    "provider_format": _(
        "An institution code has at most 64 characters: letters A–Z, digits, dot, underscore, hyphen, "
        "among them a letter or digit."
    ),
    "class_missing": _("Say which theme class is to be shown."),
    "class_format": _("This is no identifier of a class. It has 32 hexadecimal digits in five groups: copy it whole."),
    "forbidden": _("Only authors of this course may change it, and only in Studio."),
    "not_an_object": _("The body has to be a JSON object."),
}


def translated(table: Mapping[str, str], gettext: Callable[[str], str]) -> dict[str, str]:
    """Return a table of sentences in the language of the request."""
    return {key: gettext(message) for key, message in table.items()}
