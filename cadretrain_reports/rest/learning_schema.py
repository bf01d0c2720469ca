"""The calls of course pages in OpenAPI. They are plain views, so that a beat costs as little as can be."""

from __future__ import annotations

from typing import Any, Final

from cadretrain_xblock.contract import BEAT_URL, CREDIT_HOURS_URL, MAX_LATE_BEATS, MAX_POSITION, STATE_URL

_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _operation(name: str, description: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "operationId": name,
        "description": description,
        "tags": [name.partition("_")[0]],
        "responses": {
            "200": {"description": "", "content": _json(answer)},
            "default": {"$ref": "#/components/responses/Refusal"},
        },
        **more,
    }


def _post(name: str, description: str, body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    request = {"requestBody": {"required": True, "content": _json(body)}, "security": [{"session": []}]}
    return {"post": _operation(name, description, answer, **request)}


_SECONDS: Final = {"type": "integer", "description": "Seconds."}
_CARD: Final = _object(
    state=_TEXT,
    course_duration=_SECONDS,
    required_duration=_SECONDS,
    credit_hours={"type": "string", "description": "Decimal (3.6)."},
    learning_duration=_SECONDS,
    earned_on={"type": "string", "format": "date", "nullable": True},
    period_s={"type": "integer", "description": "Seconds between beats."},
    position={"type": "string", "description": "Where the trainee's last page here stood."},
)
_SIGNS: Final = {
    "visible": {"type": "boolean", "description": "In the foreground ever since the last beat."},
    "active": {"type": "boolean", "description": "There was input since the last beat."},
    "present": {"type": "boolean", "default": False, "description": "Presence was confirmed since the last beat."},
}
_LATE: Final = {
    "type": "object",
    "required": ["active", "age_ms", "visible"],
    "properties": {
        "age_ms": {
            "type": "integer",
            "minimum": 0,
            "description": "Milliseconds of the page's monotonic clock when this is sent (R7).",
        },
        **_SIGNS,
    },
}
_BEAT: Final = {
    "type": "object",
    "required": ["active", "token", "visible"],
    "properties": {
        "token": _TEXT,
        **_SIGNS,
        "late": {
            "type": "array",
            "items": _LATE,
            "maxItems": MAX_LATE_BEATS,
            "description": "Beats that could not be sent before, oldest first.",
        },
        "take_over": {**_FLAG, "default": False, "description": "Study here instead of in the course that is open."},
        "position": {"type": "string", "maxLength": MAX_POSITION, "description": "Where the page stands."},
        "leaving": {**_FLAG, "default": False, "description": "The page is being left."},
    },
}

LEARNING: Final[dict[str, Any]] = {
    BEAT_URL: _post(
        "learning_beat",
        "A course page is still there (3.9). The token was made for page and user; the server's clock alone counts. "
        "409 `other_course` or `taken_over`: another course is open, and `take_over` goes on here.",
        _BEAT,
        _object(
            token=_TEXT,
            counted=_FLAG,
            reason={
                "type": "string",
                "nullable": True,
                "description": "Why the span since the last beat did not count.",
            },
            state={**_CARD, "nullable": True},
            ask_presence={**_FLAG, "description": "Ask whether the trainee is still there."},
        ),
    ),
    STATE_URL: _post(
        "learning_state",
        "What the learner card of a course page shows (3.9).",
        _object(token=_TEXT),
        _object(state=_CARD),
    ),
    CREDIT_HOURS_URL: {
        "get": _operation(
            "courses_credit_hours",
            "The credit-hours of a course duration by the site's bands (3.8). Open to anyone.",
            _object(credit_hours=_TEXT),
            parameters=[
                {
                    "name": "course_duration",
                    "in": "query",
                    "required": True,
                    "description": "Whole seconds (3.7).",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
                }
            ],
            security=[{}],
        )
    },
}
"""Paths in the shape of OpenAPI."""
