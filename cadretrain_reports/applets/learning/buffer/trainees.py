"""What is held of all studies of one trainee."""

from __future__ import annotations

from cadretrain_reports.applets.learning.buffer.connection import is_configured
from cadretrain_reports.applets.learning.buffer.flush import flush
from cadretrain_reports.applets.learning.buffer.store import recall
from cadretrain_reports.applets.learning.models import CourseStudy


def flush_trainee(trainee_id: int) -> None:
    """Store what is held of a trainee's studies: so does whoever asks for a credit or for open pages. Hold no lock."""
    if is_configured():
        flush(_studies(trainee=trainee_id))


def flush_around(study_id: int) -> None:
    """Store what is held of all studies of the trainee whose study this is. Hold no lock."""
    if is_configured():
        flush(_studies(trainee__studies=study_id))


def recall_trainee(trainee_id: int) -> None:
    """Have it asked at the next beat of each of a trainee's pages whether it may go on."""
    if is_configured():
        recall(_studies(trainee=trainee_id))


def _studies(**whose: int) -> list[int]:
    return list(CourseStudy.objects.filter(**whose).order_by("pk").values_list("pk", flat=True))
