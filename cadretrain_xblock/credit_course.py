"""The Credit course block: marks what a unit teaches as one course (3.5) and shows each trainee its hours.

The block keeps what the author says, nothing else. Learning time and credit are the plugin's: the page asks
for them, and sends its beats, with the token that is minted here (see ``contract``).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Final, cast

from web_fragments.fragment import Fragment
from xblock.core import XBlock

from . import host
from .base import AuthoredBlock
from .contract import (
    BEAT_URL,
    CREDIT_HOURS_URL,
    PASS_MARK,
    PROPOSAL_URL,
    REQUIREMENTS,
    RULES_URL,
    STATE_URL,
    Assessment,
    CreditCourseMarking,
    Extent,
    PageToken,
    Requirement,
    Source,
    mint_page_token,
    new_session,
)
from .fields import choice, lines, number, text
from .form import COURSE_FIELDS, FormBuilder, new_prefix
from .marking import (
    FULL_MARK,
    LONG_COURSE_S,
    OWN_COURSE_S,
    MarkingError,
    read_duration,
    read_entries,
    read_line,
    read_marking,
    read_text,
    standing_problems,
)
from .messages import (
    ASSESSMENT,
    BLOCK_NAME,
    CARD,
    EXTENT,
    FIELD,
    FORM,
    FORM_FIELD,
    GROUP,
    PROBLEM,
    REQUIREMENT,
    SOURCE,
)
from .typed_duration import format_course_duration

DEFAULT_REQUIREMENT: Final[Requirement] = "elective"
DEFAULT_EXTENT: Final[Extent] = "unit"
DEFAULT_ASSESSMENT: Final[Assessment] = "none"
DEFAULT_SOURCE: Final[Source] = "self_developed"
CARD_SCRIPTS: Final = ("card.js", "beats.js", "pace.js", "presence.js", "place.js", "tracker.js")
NEEDED: Final = frozenset({"display_name", "course_code", "course_duration", "pass_mark"})
OPTIONS: Final = {"requirement": REQUIREMENT, "extent": EXTENT, "assessment": ASSESSMENT, "source": SOURCE}


class CreditCourseXBlock(AuthoredBlock):
    """One placement of a course (R1): what an author says of it, by which it becomes a course of the standard."""

    display_name = text(FIELD["display_name"], BLOCK_NAME)
    course_code = text(FIELD["course_code"])
    course_duration = number(FIELD["course_duration"], 0, min=0)
    requirement = choice(FIELD["requirement"], REQUIREMENT, DEFAULT_REQUIREMENT)
    provider = text(FIELD["provider"])
    extent = choice(FIELD["extent"], EXTENT, DEFAULT_EXTENT)
    assessment = choice(FIELD["assessment"], ASSESSMENT, DEFAULT_ASSESSMENT)
    pass_mark = number(FIELD["pass_mark"], PASS_MARK, min=0, max=FULL_MARK)
    source = choice(FIELD["source"], SOURCE, DEFAULT_SOURCE)
    category = text(FIELD["category"])
    lecturers = lines(FIELD["lecturers"])
    objectives = lines(FIELD["objectives"])
    knowledge_points = lines(FIELD["knowledge_points"])

    def marking(self) -> CreditCourseMarking:
        """Return what the author has marked and which part of the run that covers, for the plugin (R1).

        Unchecked: imported OLX may be odd. A way of assessment that does not exist is passed on, not taken for none:
        the plugin refuses such a course rather than give credit without the assessment.
        """
        said = self._said()
        covers, within = host.covered(self, said.extent)
        return replace(said, covers=covers, within=within)

    def _said(self) -> CreditCourseMarking:
        assessment = read_line(self.assessment) or DEFAULT_ASSESSMENT
        return CreditCourseMarking(
            usage_key=str(self.scope_ids.usage_id),
            course_run=host.course_run(self),
            provider=self.provider or "",
            code=self.course_code or "",
            title=self._title(),
            course_duration=self.course_duration or 0,
            requirement=next((r for r in REQUIREMENTS if r == self.requirement), DEFAULT_REQUIREMENT),
            extent=cast("Extent", read_line(self.extent) or DEFAULT_EXTENT),
            assessment=cast("Assessment", assessment),
            pass_mark=PASS_MARK if assessment == "none" or self.pass_mark is None else self.pass_mark,
            source=cast("Source", read_line(self.source) or DEFAULT_SOURCE),
            category=read_line(self.category),
            lecturers=read_entries(self.lecturers),
            objectives=read_text(self.objectives),
            knowledge_points=read_entries(self.knowledge_points),
        )

    @XBlock.supports("multi_device")  # type: ignore[untyped-decorator]
    def student_view(self, _context: object = None) -> Fragment:
        """Render the learner card: hours, duration, learned so far, progress, state in words, what it teaches."""
        user_id = host.user_id(self)
        marking, messages = self._said(), self._translated(CARD)
        config = {"stateUrl": STATE_URL, "beatUrl": BEAT_URL, "messages": messages}
        if user_id is not None:
            config["token"] = mint_page_token(PageToken(user_id, marking.usage_key, session=new_session()))
        view = {
            "prefix": new_prefix(),
            "title": marking.title or messages["block_name"],
            "marking": marking,
            "assessment": self._assessment(marking),
            "minutes": -(-marking.course_duration // 60),  # rounded up (R8)
            "signed_in": user_id is not None,
            "rules_url": RULES_URL,
            "messages": messages,
            "config": config,
        }
        return self._fragment("card.html", view, CARD_SCRIPTS, "CadreTrainCreditCourse")

    public_view = student_view

    def author_view(self, _context: object = None) -> Fragment:
        """Render, in Studio, what is marked, the hours it will give, and what is missing."""
        marking, messages = self._said(), self._translated(FORM)
        view = {
            "title": marking.title or messages["block_name"],
            "marking": marking,
            "duration": _typed(marking) or messages["unknown"],
            **{name: self._gettext(labels.get(getattr(marking, name), "–")) for name, labels in OPTIONS.items()},
            "assessment": self._assessment(marking) or self._gettext(ASSESSMENT["none"]),
            "is_long": marking.course_duration > LONG_COURSE_S,
            "problems": [self._gettext(PROBLEM[problem]) for problem in standing_problems(marking)],
            "messages": messages,
            "config": {
                "creditHoursUrl": CREDIT_HOURS_URL,
                "courseDuration": marking.course_duration,
                "messages": messages,
            },
        }
        return self._fragment("author.html", view, ["author.js"], "CadreTrainCreditCourseAuthor")

    def studio_view(self, _context: object = None) -> Fragment:
        """Render the author's form."""
        marking, messages = self._said(), self._translated(FORM)
        values = {
            **asdict(marking),
            "display_name": marking.title,
            "course_code": marking.code,
            "course_duration": _typed(marking),
            "pass_mark": str(marking.pass_mark),
            "lecturers": "\n".join(marking.lecturers),
            "knowledge_points": "\n".join(marking.knowledge_points),
        }
        view = {
            "prefix": new_prefix(),
            "groups": FormBuilder(self._gettext, FORM_FIELD, OPTIONS, NEEDED).groups(COURSE_FIELDS, GROUP, values),
            "messages": messages,
            "config": {
                "save": "save_marking",
                "usageKey": marking.usage_key,
                "creditHoursUrl": CREDIT_HOURS_URL,
                "proposalUrl": PROPOSAL_URL,
                "longCourse": LONG_COURSE_S,
                "ownCourse": OWN_COURSE_S,
                "messages": messages,
            },
        }
        scripts = ["form.js", "proposal.js", "studio.js"]
        return self._fragment("studio.html", view, scripts, "CadreTrainCreditCourseStudio")

    def student_view_data(self, context: object = None) -> dict[str, Any]:  # noqa: ARG002
        """Return the marking for clients that draw their own page (mobile), durations in whole seconds."""
        marking = asdict(self._said())
        for placed in ("usage_key", "course_run", "covers", "within", "content"):
            del marking[placed]
        is_assessed = marking["assessment"] != "none"
        return {**marking, "pass_mark": marking["pass_mark"] if is_assessed else None}

    @XBlock.json_handler  # type: ignore[untyped-decorator]
    def save_marking(self, data: object, _suffix: str = "") -> dict[str, Any]:
        """Keep what the author typed, or say what is wrong with it, field by field. Authors only (API.md)."""
        try:
            marking = asdict(read_marking(self._form_from(data)))
        except MarkingError as error:
            return self._mistakes(error.problems)
        self._keep(marking)
        return {"result": "success", "credit_course": marking}

    @XBlock.json_handler  # type: ignore[untyped-decorator]
    def read_duration(self, data: object, _suffix: str = "") -> dict[str, Any]:
        """Say how a duration is understood while it is being typed. Changes nothing."""
        seconds, problem = read_duration(self._object_from(data).get("course_duration"))
        if problem:
            return self._mistakes({"course_duration": problem})
        hint = self._gettext(FORM["long_course"]) if seconds > LONG_COURSE_S else ""
        return {"result": "success", "course_duration": seconds, "hint": hint}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return what the workbench offers: a unit with a marked course, and one still to be marked."""
        marked = (
            '<cadretrain_credit_course display_name="调查研究的方法" course_code="DY-001" course_duration="901"'
            ' requirement="required" assessment="objective_online" pass_mark="80" lecturers="周望舒；陆知行"'
            ' objectives="能独立设计一次小型调查。" knowledge_points="选题与假设；访谈提纲；样本与偏差"/>'
        )
        unit = f"<vertical_demo><html_demo><p>没有调查，没有发言权。</p></html_demo>{marked}</vertical_demo>"
        return [
            ("Credit course in a unit", unit),
            ("Credit course, not marked yet", "<cadretrain_credit_course/>"),
        ]

    def _assessment(self, marking: CreditCourseMarking) -> str:
        """Return the way of assessment with its pass mark; nothing without an assessment (8.2.5)."""
        if marking.assessment not in ASSESSMENT or marking.assessment == "none":
            return ""
        mark = self._gettext(CARD["pass_mark"]).format(percent=marking.pass_mark)
        return f"{self._gettext(ASSESSMENT[marking.assessment])} · {mark}"


def _typed(marking: CreditCourseMarking) -> str:
    return format_course_duration(marking.course_duration) if marking.course_duration > 0 else ""
