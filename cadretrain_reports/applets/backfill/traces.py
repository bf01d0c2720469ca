"""Signs wait here until all of a trainee's are there, then time is made of them, one trainee after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Min, QuerySet

from cadretrain_reports.applets.backfill.models import Backfill, InferredInterval, StudyTrace
from cadretrain_reports.rules.durations import Interval
from cadretrain_reports.rules.traces import Trace, subtract

SIZE = 2_000
"""How many rows are held at once."""


def keep(run: Backfill, signs: Iterable[tuple[int, Trace]]) -> None:
    """Keep signs of trainees, each with the trainee's id; call inside a transaction."""
    StudyTrace.objects.bulk_create(
        [
            StudyTrace(
                backfill=run,
                trainee_id=trainee,
                course_id=sign.course,
                at=sign.at,
                sign=sign.sign,
                session=sign.session,
                video=sign.video,
                length=sign.length,
            )
            for trainee, sign in signs
        ]
    )


def next_trainee(run: Backfill, after: int = 0) -> int | None:
    """Return the first trainee after another one whose signs wait."""
    waiting = StudyTrace.objects.filter(backfill=run, trainee__gt=after)
    found: int | None = waiting.aggregate(first=Min("trainee"))["first"]
    return found


def waiting_trainees(run: Backfill) -> int:
    """Return of how many trainees signs wait."""
    return StudyTrace.objects.filter(backfill=run).values("trainee").distinct().count()


def of_trainee(run: Backfill, trainee_id: int) -> Iterator[Trace]:
    """Yield a trainee's signs by their times, a page at a time, so that no number of them is held at once."""
    signs = _waiting(run, trainee_id).order_by("at", "pk")
    last: StudyTrace | None = None
    while page := list(_after(signs, last)[:SIZE]):
        for row in page:
            yield Trace(row.at, row.sign, row.course_id, row.session, row.video, row.length)  # type: ignore[arg-type]
        last = page[-1]


def forget(run: Backfill, trainee_id: int) -> None:
    """Delete the signs of a trainee of which time was made."""
    _waiting(run, trainee_id).delete()


def infer(run: Backfill, trainee_id: int, found: Mapping[int, Iterable[Interval]]) -> dict[int, list[Interval]]:
    """Keep what is new of a trainee's time by course id, and return it; of a trial nothing is kept."""
    known = inferred([trainee_id])[trainee_id]
    new = {course: subtract(spans, known.get(course, ())) for course, spans in found.items()}
    if not run.trial:
        InferredInterval.objects.bulk_create(
            [
                InferredInterval(backfill=run, trainee_id=trainee_id, course_id=course, start_at=start, end_at=end)
                for course, spans in new.items()
                for start, end in spans
            ],
            batch_size=SIZE,
        )
    return {course: spans for course, spans in new.items() if spans}


def inferred(trainee_ids: Iterable[int], *, admitted: bool = False) -> dict[int, dict[int, list[Interval]]]:
    """Return by trainee and course id what was inferred, or only what was ``admitted`` and so may yield credit."""
    found: dict[int, dict[int, list[Interval]]] = {trainee: defaultdict(list) for trainee in trainee_ids}
    rows = InferredInterval.objects.filter(trainee__in=list(found))
    rows = rows.filter(backfill__admitted_at__isnull=False) if admitted else rows
    for trainee, course, start, end in rows.values_list("trainee", "course", "start_at", "end_at"):
        found[trainee][course].append((start, end))
    return found


def _waiting(run: Backfill, trainee_id: int) -> QuerySet[StudyTrace]:
    return StudyTrace.objects.filter(backfill=run, trainee_id=trainee_id)


def _after(signs: QuerySet[StudyTrace], last: StudyTrace | None) -> QuerySet[StudyTrace]:
    if last is None:
        return signs
    return signs.filter(at__gte=last.at).exclude(at=last.at, pk__lte=last.pk)
