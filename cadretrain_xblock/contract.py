"""What the blocks of a course page and the plugin say to each other. Nothing else is shared.

The plugin imports this module, never the reverse. It holds the places the page talks to, the shape of every
message, and the signed tokens that tie a page to the person it was rendered for. A token carries no personal
data beyond the platform's user id, and is useless without the signed-in session of that same user.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from django.core import signing

CREDIT_COURSE_BLOCK: Final = "cadretrain_credit_course"
THEME_CLASS_BLOCK: Final = "cadretrain_theme_class"

API_ROOT: Final = "/cadretrain/api/v1/"
BEAT_URL: Final = API_ROOT + "learning/beat/"
STATE_URL: Final = API_ROOT + "learning/state/"
CREDIT_HOURS_URL: Final = API_ROOT + "courses/credit-hours/"
PROPOSAL_URL: Final = API_ROOT + "courses/duration-proposal/"
THEME_CLASS_URL: Final = API_ROOT + "theme-classes/{uuid}/card/"
RULES_URL: Final = "/cadretrain/rules/"
"""The page on which a trainee reads and accepts the rules of the platform (6.1.2)."""

PAGE_TOKEN_SALT: Final = "cadretrain.learning.page.v1"  # noqa: S105 - a salt, no secret
STUDY_TOKEN_SALT: Final = "cadretrain.learning.study.v1"  # noqa: S105 - a salt, no secret
TOKEN_LIFETIME: Final = timedelta(hours=12)
"""How long a page may stay open without an accepted beat before it has to be loaded again."""

Requirement = Literal["required", "elective"]
REQUIREMENTS: Final[tuple[Requirement, ...]] = ("required", "elective")

Extent = Literal["unit", "subsection", "course_run"]
EXTENTS: Final[tuple[Extent, ...]] = ("unit", "subsection", "course_run")
"""How far what a block marks reaches: around it, up to the named part of the course run (R1)."""

Assessment = Literal["none", "objective_online", "objective_offline", "subjective_online", "subjective_offline"]
ASSESSMENTS: Final[tuple[Assessment, ...]] = (
    "none",
    "objective_online",
    "objective_offline",
    "subjective_online",
    "subjective_offline",
)
"""The ways of assessment of 8.2.5; with ``none`` credit follows completion."""

Source = Literal["self_developed", "solicited", "co_developed", "commissioned", "purchased"]
SOURCES: Final[tuple[Source, ...]] = ("self_developed", "solicited", "co_developed", "commissioned", "purchased")
"""The five sources of a course (7.1.2)."""

PASS_MARK: Final = 60
"""The pass mark, in percent, unless the author says another."""

MAX_PEOPLE: Final = 20
MAX_POINTS: Final = 50
"""How many lecturers, and how many knowledge points, one course names at most."""

MAX_COURSE_DURATION_S: Final = 200 * 3600
"""The longest course that a form accepts; more is a typing error."""

MAX_LATE_BEATS: Final = 120
MAX_POSITION: Final = 200

CardStateName = Literal[
    "not_a_trainee",
    "suspended",
    "rules_not_accepted",
    "not_released",
    "not_offered",
    "ready",
    "studying",
    "awaiting_assessment",
    "earned",
    "exempt",
]
"""``not_released``: study is recorded, credit waits (R3). ``not_offered``: offline or revoked, nothing is recorded."""

PartKind = Literal["video", "text", "problem", "other"]
ThemeClassType = Literal["assigned", "open"]
ThemeClassState = Literal[
    "planned", "approved", "registering", "running", "assessing", "closed", "archived", "cancelled"
]
RegistrationState = Literal["registered", "endorsed", "waiting", "confirmed", "refused", "withdrawn"]


class TokenError(Exception):
    """A token is forged, damaged or too old. ``code`` is ``bad_token`` or ``expired_token``."""

    def __init__(self, code: Literal["bad_token", "expired_token"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class CreditCourseMarking:
    """What an author says of a course (3.5) with one block: one placement of it (R1).

    ``course_duration`` is in whole seconds (3.7), 0 while the author has not given it. ``provider`` is the
    code of the training institution; where it is empty, the organization of the course run is meant.
    ``requirement`` is only a proposal (8.2.1). ``usage_key`` and ``course_run`` are opaque strings.

    ``extent`` says how much of the run the course covers: ``covers`` is the usage key of that part, ``within`` are the
    usage keys of what that part lies in, innermost first (both empty where the host knows no tree). ``pass_mark`` is
    in percent and holds where there is an ``assessment`` (8.2.5). ``content`` is a digest of what that part holds, by
    which the plugin tells that it was changed (R3); empty where the host gives none.
    """

    usage_key: str
    course_run: str
    provider: str
    code: str
    title: str
    course_duration: int
    requirement: Requirement
    extent: Extent = "unit"
    assessment: Assessment = "none"
    pass_mark: int = PASS_MARK
    source: Source = "self_developed"
    category: str = ""
    lecturers: tuple[str, ...] = ()
    objectives: str = ""
    knowledge_points: tuple[str, ...] = ()
    covers: str = ""
    within: tuple[str, ...] = ()
    content: str = ""


@dataclass(frozen=True, slots=True)
class PageToken:
    """Minted by the block when it renders: this user opened this placement in this page."""

    user_id: int
    usage_key: str
    session: str


@dataclass(frozen=True, slots=True)
class StudyToken:
    """Given by the plugin with each accepted beat: whose study of what the page's beats extend.

    ``study`` is the plugin's own number of the study record, so that the next beat need not look it up.
    """

    user_id: int
    usage_key: str
    session: str
    study: int


@dataclass(frozen=True, slots=True)
class LateBeat:
    """A beat that the page could not send when it was due (R7).

    ``age_ms``: how old it is, in whole milliseconds of the page's monotonic clock, when the message that carries it is
    sent. The signs are those of ``BeatMessage``, at that time.
    """

    age_ms: int
    visible: bool
    active: bool
    present: bool = False


@dataclass(frozen=True, slots=True)
class BeatMessage:
    """Page to plugin, ``POST BEAT_URL``: the page is still there (3.9).

    The time of a beat is its receipt: nothing that the page's clock shows is asked for. ``visible``: the page was in
    the foreground. ``active``: there was input since the last beat. ``present``: the presence check was answered since
    then. ``late``: the beats that could not be sent before, the oldest first, at most ``MAX_LATE_BEATS``; each is taken
    before this one. ``take_over``: study here, and end it in whatever other course is open. ``position``: where the
    page stands, in words of its own of at most ``MAX_POSITION`` characters, for ``CardState`` to give back; it says
    nothing of time. ``leaving``: the page is being left, so that it is in no other course's way any more.
    """

    token: str
    visible: bool
    active: bool
    present: bool = False
    late: tuple[LateBeat, ...] = ()
    take_over: bool = False
    position: str = ""
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class CardState:
    """Plugin to page: what the learner card shows. Durations are whole seconds, hours a decimal string.

    ``learning_duration`` is what counts so far for this course, ``required_duration`` what the course asks
    for. ``earned_on`` is the local date (``YYYY-MM-DD``) of the standing credit, or ``None``. ``period_s``
    is the interval in seconds at which the page shall send beats. ``position`` is where the trainee's last page of
    this placement stood, empty if it never said so.
    """

    state: CardStateName
    course_duration: int
    required_duration: int
    credit_hours: str
    learning_duration: int
    earned_on: str | None
    period_s: int
    position: str = ""


@dataclass(frozen=True, slots=True)
class BeatAnswer:
    """Plugin to page, the answer to an accepted beat.

    ``counted`` says whether the span that this beat closed counts; if not, ``reason`` is ``first``, ``hidden``,
    ``idle``, ``gap``, ``absent``, ``clock`` or ``repeat``. ``state`` comes along when it was asked whether the course
    is fulfilled. ``ask_presence``: the page shall ask whether the trainee is still there, and say so with the next
    beat.
    """

    token: str
    counted: bool
    reason: str | None
    state: CardState | None
    ask_presence: bool = False


@dataclass(frozen=True, slots=True)
class DurationPart:
    """One part of what a course teaches, in document order: how long it takes, in whole seconds, and why so.

    ``seconds`` is 0 also where nobody can tell, which the reason then says.
    """

    kind: PartKind
    title: str
    seconds: int
    reason: str


@dataclass(frozen=True, slots=True)
class DurationProposal:
    """Plugin to page, the answer to ``POST PROPOSAL_URL`` with ``{"usage_key", "extent"}`` (3.7).

    ``course_duration`` is what the parts take together, in whole seconds, rounded up to the minute; 0 where nothing was
    found to take any time.
    """

    course_duration: int
    parts: tuple[DurationPart, ...]


@dataclass(frozen=True, slots=True)
class ThemeClassCard:
    """Plugin to page, the answer to ``GET THEME_CLASS_URL``: what the person who asks sees of a class (3.10).

    ``registration`` is the state of their own registration (8.3.3), ``None`` without one. Hours are decimal strings of
    8.3.6, courses are counted; each is ``None`` where the plugin cannot say. ``certificate_url`` is where the person's
    own certificate lies, ``None`` before there is one.
    """

    title: str
    class_type: ThemeClassType
    state: ThemeClassState
    registration: RegistrationState | None
    required_hours: str | None = None
    fulfilled_hours: str | None = None
    required_courses: int | None = None
    fulfilled_courses: int | None = None
    certificate_url: str | None = None


Message = BeatAnswer | CardState | CreditCourseMarking | DurationProposal | ThemeClassCard


def new_session() -> str:
    """Return a fresh identifier for one rendering of one page."""
    return secrets.token_urlsafe(12)


def mint_page_token(token: PageToken) -> str:
    """Sign what the block knows when it renders."""
    return signing.dumps([token.user_id, token.usage_key, token.session], salt=PAGE_TOKEN_SALT)


def mint_study_token(token: StudyToken) -> str:
    """Sign what the plugin knows after an accepted beat."""
    return signing.dumps([token.user_id, token.usage_key, token.session, token.study], salt=STUDY_TOKEN_SALT)


def read_token(text: str) -> PageToken | StudyToken:
    """Return what a token of either kind says; raise ``TokenError`` if it is not ours or too old."""
    for kind, salt in ((PageToken, PAGE_TOKEN_SALT), (StudyToken, STUDY_TOKEN_SALT)):
        try:
            return kind(*signing.loads(text, salt=salt, max_age=TOKEN_LIFETIME))
        except signing.SignatureExpired:
            raise TokenError("expired_token") from None
        except (signing.BadSignature, UnicodeEncodeError):
            continue  # JSON can smuggle in lone surrogates, which have no bytes to sign
    raise TokenError("bad_token")


def read_beat(message: object) -> BeatMessage:
    """Return the beat in a decoded JSON body; raise ``ValueError`` that names the field that is wrong."""
    # Wrong types are wrong values here: all that comes over the wire is the same JSON.
    if not isinstance(message, dict):
        raise ValueError("body")  # noqa: TRY004
    late = message.get("late", [])
    if not isinstance(late, list) or len(late) > MAX_LATE_BEATS:
        raise ValueError("late")
    position = message.get("position", "")
    if not isinstance(position, str) or len(position) > MAX_POSITION or not position.isprintable():
        raise ValueError("position")
    if not isinstance(message.get("token"), str):
        raise ValueError("token")  # noqa: TRY004
    return BeatMessage(
        token=message["token"],
        **_signs(message),
        late=tuple(map(_late_beat, late)),
        take_over=_flag(message, "take_over", default=False),
        position=position,
        leaving=_flag(message, "leaving", default=False),
    )


def _late_beat(said: object) -> LateBeat:
    if not isinstance(said, dict) or type(said.get("age_ms")) is not int or said["age_ms"] < 0:
        raise ValueError("late")
    return LateBeat(said["age_ms"], **_signs(said))


def _signs(said: dict[str, Any]) -> dict[str, bool]:
    return {
        "visible": _flag(said, "visible"),
        "active": _flag(said, "active"),
        "present": _flag(said, "present", default=False),
    }


def _flag(said: dict[str, Any], name: str, *, default: bool | None = None) -> bool:
    value = said.get(name, default)
    if not isinstance(value, bool):
        raise ValueError(name)  # noqa: TRY004
    return value


def to_json(message: Message) -> dict[str, Any]:
    """Return a message as the JSON object that goes over the wire."""
    return asdict(message)
