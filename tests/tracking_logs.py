"""Tracking logs as Open edX writes them, made by the line: as many as are asked for, out of order, some damaged.

Which lines are damaged, and what every trainee did, follows from the seed alone, so that a test can say beforehand what
has to come of it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

RUN: Final = "course-v1:SASW+CADRE+2019"
BEGUN: Final = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)
VISIT: Final = 8
"""Events of one visit of one trainee to one unit."""

DAMAGE: Final = (
    lambda line: line[: len(line) // 2],
    lambda _line: "\x00\x00\x00",
    lambda line: line.replace("{", "[", 1),
    lambda _line: '"{"',
    lambda line: line.replace('"time"', '"tine"'),
)
"""How lines are damaged: cut, overwritten, misspelt, of another kind, without their time."""


def unit(number: int, course_run: str = RUN) -> str:
    """Return the usage key of a unit."""
    return f"block-v1:{course_run.removeprefix('course-v1:')}+type@vertical+block@unit{number}"


def event(name: str, at: datetime, user: int | None, unit_key: str, **data: Any) -> dict[str, Any]:
    """Return an event in the shape of ``tracking.log``."""
    return {
        "name": name,
        "event_type": name,
        "event_source": "browser",
        "time": at.isoformat(),
        "username": "",
        "session": f"session{user}",
        "page": f"http://lms/xblock/{unit_key}?show_title=0&view=student_view",
        "event": json.dumps(data),
        "context": {"user_id": user, "course_id": RUN, "path": "/event"},
    }


def visit(at: datetime, user: int, unit_key: str) -> Iterator[dict[str, Any]]:
    """Yield what a visit to a unit leaves: a page, a video watched for 280 s of its 300, a problem; 330 s in all."""
    video = {"id": "0b9e39477cf34507a7a48f74be381fdd", "duration": 300}
    seconds: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (0, "edx.ui.lms.sequence.tab_selected", {}),
        (5, "load_video", video),
        (10, "play_video", video),
        (100, "edx.video.position.changed", video),
        (290, "pause_video", video),
        (300, "problem_show", {}),
        (320, "problem_check", {}),
        (330, "page_close", {}),
    )
    for after, name, data in seconds:
        yield event(name, at + timedelta(seconds=after), user, unit_key, **data)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: lines in all, damaged ones, and the visits of each user that are whole."""

    lines: int
    damaged: int
    whole: int


def write_log(
    path: Path, lines: int, users: Sequence[int], *, units: int = 20, damaged: float = 0.01, seed: int = 1
) -> Written:
    """Write about ``lines`` lines of visits, an hour or more apart for each user, to a file; ``.gz`` is packed.

    Lines are shuffled within a stretch of some thousand, as in logs of several servers that were put together. Damage
    falls on whole visits' lines at random.
    """
    random, count, hurt, whole = Random(seed), 0, 0, 0
    with _new(path) as stream:
        stretch: list[str] = []
        for number in range(lines // VISIT):
            turn, user = divmod(number, len(users))
            at = BEGUN + timedelta(hours=turn * 2, minutes=seed)
            spared = True
            for said in visit(at, users[user], unit(1 + number % units)):
                line = json.dumps(said)
                if random.random() < damaged:
                    line, spared, hurt = random.choice(DAMAGE)(line), False, hurt + 1
                stretch.append(line)
            whole, count = whole + spared, count + VISIT
            if len(stretch) >= 4_000:
                _spill(stream, stretch, random)
        _spill(stream, stretch, random)
    return Written(count, hurt, whole)


def _new(path: Path) -> Any:
    return gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8")


def _spill(stream: Any, stretch: list[str], random: Random) -> None:
    random.shuffle(stretch)
    stream.writelines(f"{line}\n" for line in stretch)
    stretch.clear()
