"""From Redis into the database: many pages in few statements, and the same however often it is done (3.9)."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.courses.api import placed
from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.learning.buffer.merge import Changes, run_of
from cadretrain_reports.applets.learning.buffer.pages import HeldPage, StudyState, page_text, read_page, state_text
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval
from cadretrain_reports.applets.people.api import active_accounts

_log = logging.getLogger(__name__)

BATCH: Final = 200
"""How many studies are stored in one transaction."""

_Pages = dict[tuple[int, str], HeldPage]
"""What is held, by study and session."""


def flush(studies: Sequence[int]) -> None:
    """Store what is held of some studies. Hold no lock."""
    for batch in _batches(store.waiting_among(studies)):
        _flush(batch)


def flush_all() -> int:
    """Store what is held of every study, and return of how many.

    A study that cannot be stored stays where it is and is told of; it keeps no other waiting.
    """
    return sum(_flush_or_split(batch) for batch in _batches(store.waiting()))


def _flush_or_split(batch: Sequence[int]) -> int:
    try:
        _flush(batch)
    except DatabaseError:
        if len(batch) > 1:
            return sum(_flush_or_split([study]) for study in batch)
        _log.exception("What the beat buffer holds of study %d cannot be stored.", batch[0])
        return 0
    return len(batch)


def _flush(batch: Sequence[int]) -> None:
    """Store some studies at once. Redis is told when the database has them for good: until then they are held twice.

    Killed in between, the next flush brings the same again to rows that know it, which changes nothing.
    """
    held = store.held(batch)
    pages: _Pages = {}
    for one in held:
        read = ((session, read_page(text)) for session, text in one.pages.items())
        pages |= {(one.study, session): page for session, page in read if page is not None}
    with transaction.atomic():
        stored = _store(pages)
        kept = _kept(batch, stored)
        states = _states(batch)
        done = [store.Stored(one, states.get(one.study, ""), kept[one.study]) for one in held]
        transaction.on_commit(partial(store.acknowledge, done))


def _store(pages: _Pages) -> _Pages:
    """Bring pages into their rows and return those that have any, as they then are.

    The rows are locked in the order of their keys and before their studies, as every beat does it; they are read after
    that, since whoever was waited for may have put further runs aside.
    """
    wanted = StudyInterval.objects.filter(study__in={study for study, _ in pages}, session__in={s for _, s in pages})
    list(wanted.select_for_update().order_by("pk").values_list("pk"))
    rows: defaultdict[tuple[int, str], list[StudyInterval]] = defaultdict(list)
    for row in wanted.order_by("pk"):
        rows[row.study_id, row.session].append(row)
    changes = Changes()
    known = {key: page for key, page in pages.items() if key in rows}
    for key, page in known.items():
        changes.bring(rows[key], page)
    if changes.lost:
        list(CourseStudy.objects.select_for_update().filter(pk__in=changes.lost).order_by("pk").values_list("pk"))
    changes.write()
    return {key: HeldPage(page.usage_key, run_of(rows[key][0]), position=page.position) for key, page in known.items()}


def _kept(batch: Sequence[int], stored: _Pages) -> dict[int, dict[str, str]]:
    """Return by study what its pages go on with, without those whose block marks another course by now."""
    courses = dict(CourseStudy.objects.filter(pk__in=batch).values_list("pk", "course"))
    blocks = {page.usage_key for page in stored.values()}
    marked = set(placed(*blocks).values_list("usage_key", "course"))
    kept: dict[int, dict[str, str]] = {study: {} for study in batch}
    for (study, session), page in stored.items():
        if (page.usage_key, courses.get(study)) in marked:
            kept[study][session] = page_text(page)
    return kept


def _states(batch: Sequence[int]) -> dict[int, str]:
    """Return what beats may rely on, of those studies whose pages may go on without asking the database."""
    active = active_accounts().filter(trainee=OuterRef("trainee"))
    going = CourseStudy.objects.filter(Exists(active), pk__in=batch)
    if conf.one_course_at_a_time():
        going = going.filter(taken_over_at=None)
    at = clock.now()
    return {study: state_text(StudyState(at, due_at)) for study, due_at in going.values_list("pk", "check_due_at")}


def _batches(studies: Sequence[int]) -> Iterator[Sequence[int]]:
    return (studies[start : start + BATCH] for start in range(0, len(studies), BATCH))
