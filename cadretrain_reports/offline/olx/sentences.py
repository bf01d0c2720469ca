"""The reasons of a proposal in words: the rules give codes and numbers, and whoever shows them names the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cadretrain_reports.offline.messages import gettext_noop as _
from cadretrain_reports.rules.proposals import Part, Proposal, Reason

Gettext = Callable[[str], str]

_SENTENCES: Final[Mapping[str, str]] = {
    "video_length": _("length of the video %(seconds)s"),
    "video_clip": _("clip from %(start)s to %(end)s"),
    "video_transcript": _("last word of the transcript at %(seconds)s"),
    "video_unknown": _("length unknown: neither stated nor to be told from a transcript; look it up and add it"),
    "activity": _("usual time for: %(types)s"),
    "embedded": _("%(count)d embedded items, whose time is unknown: add it"),
    "unknown_block": _("unknown kind of content (%(types)s): add its time"),
    "drawn": _("%(drawn)d of %(held)d problems, drawn at random: their average"),
    "alternatives": _("the longest of %(groups)d groups, of which each learner sees one"),
}
_READ: Final = {
    "characters": _("%(count)d characters"),
    "words": _("%(count)d words"),
    "pictures": _("%(count)d pictures"),
}
_CLOCKS: Final = frozenset({"seconds", "start", "end"})
TYPES: Final[Mapping[str, str]] = {
    "annotationresponse": _("annotation"),
    "choiceresponse": _("multiple answers"),
    "choicetextresponse": _("choice with text"),
    "coderesponse": _("program code"),
    "customresponse": _("answer graded by a script"),
    "discussion": _("discussion"),
    "done": _("mark as done"),
    "drag-and-drop-v2": _("drag and drop, items"),
    "edx_sga": _("assignment handed in as a file"),
    "formularesponse": _("formula"),
    "html": _("page that is missing"),
    "imageresponse": _("point on a picture"),
    "lti": _("external tool"),
    "lti_consumer": _("external tool"),
    "multiplechoiceresponse": _("single choice"),
    "numericalresponse": _("numerical answer"),
    "openassessment": _("open response"),
    "optionresponse": _("dropdown"),
    "poll": _("poll"),
    "problem": _("problem without a known kind of answer"),
    "schematicresponse": _("circuit"),
    "staffgradedxblock": _("points given by staff"),
    "stringresponse": _("short text"),
    "submit-and-compare": _("comparison with a model answer"),
    "survey": _("survey, questions"),
    "symbolicresponse": _("symbolic expression"),
    "truefalseresponse": _("true or false"),
    "word_cloud": _("word cloud"),
}
_KINDS: Final = {"video": _("Video"), "text": _("Text"), "problem": _("Problem"), "other": _("Other")}


def reason_text(reason: Reason, gettext: Gettext) -> str:
    """Return why a part takes as long as it does, in the language of ``gettext``."""
    if reason.code == "reading":
        read = [gettext(_READ[name]) % {"count": count} for name, count in reason.numbers.items() if count]
        return gettext(_("to be read: %(read)s")) % {"read": ", ".join(read)}
    types = ", ".join(_type(name, count, gettext) for name, count in reason.types.items())
    if reason.code == "answers":
        longer = reason.numbers["longer"]
        text = gettext(_("answers: %(types)s; a long text: %(longer)s")) if longer else gettext(_("answers: %(types)s"))
        return text % {"types": types, "longer": clock(longer)}
    numbers = {name: clock(value) if name in _CLOCKS else value for name, value in reason.numbers.items()}
    return gettext(_SENTENCES[reason.code]) % {**numbers, "types": types}


def parts_text(proposal: Proposal, gettext: Gettext) -> str:
    """Return the parts of a proposal, one on each line: how long, what, and why."""
    return "\n".join(_part(part, gettext) for part in proposal.parts)


def clock(seconds: int) -> str:
    """Return seconds as ``2:39``, with hours as ``1:02:39``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    return f"{hours}:{minutes_left:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _part(part: Part, gettext: Gettext) -> str:
    title = f" {part.title}" if part.title else ""
    length = clock(part.seconds) if part.is_known else "?"
    return f"{length} {gettext(_KINDS[part.kind])}{title}: {reason_text(part.reason, gettext)}"


def _type(name: str, count: int, gettext: Gettext) -> str:
    known = gettext(TYPES[name]) if name in TYPES else name
    return known if count == 1 else f"{known} × {count}"
