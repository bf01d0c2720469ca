"""Filling the embedded host, step by step, with progress bars. Every step may be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cadretrain_reports import conf
from cadretrain_reports.api import export_year
from cadretrain_reports.demo import academy, assessing, construction, elective, officials, planning, reviewing, study
from cadretrain_reports.demo.accounts import open_staff_accounts
from cadretrain_reports.demo.catalogue import COURSES
from cadretrain_reports.demo.visits import Sitting
from cadretrain_reports.offline.keys import new_signing_key
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.verify import Report, verify_package


@dataclass(frozen=True, slots=True)
class Filled:
    """What a run came to: what it added to what was there, and the package of the ``year`` with its verdict."""

    year: int
    new_bodies: int
    new_trainees: int
    new_courses: int
    new_beats: int
    package: Path
    report: Report

    @property
    def is_intact(self) -> bool:
        """Whether the package verifies under the site's own key."""
        return self.report.intact


def fill(trainees: int, console: Console) -> Filled:
    """Bring the academy to ``trainees`` trainees who have studied their year, and export it."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    _make_signing_key()
    period = academy.academic_period()
    new_bodies = academy.add_bodies()
    open_staff_accounts()
    officials.take_office(period)
    reviewing.open_reviewers()
    officials.relate_bodies(period)
    with _bars(console) as bars:
        opened = academy.open_trainee_accounts(trainees, period)
        new_trainees = sum(bars.track(opened, total=trainees, description=_("Open accounts")))
        officials.run_class(period)
        published = academy.publish_courses(period)
        new_courses = sum(bars.track(published, total=len(COURSES), description=_("Publish courses")))
        released = reviewing.release_courses(period)
        list(bars.track(released, total=len(COURSES), description=_("Review and release courses")))
        planning.issue_plans(period)
        construction.build_and_support(period)
        elective.recommend_courses(period)
        planned = study.sittings(trainees, period)
        elective.choose_courses(planned)
        new_beats = _study(planned, bars)
        construction.evaluate(period)
        assessing.record_results(period)
        package, report = _hand_in(period.label, bars)
    return Filled(period.label, new_bodies, new_trainees, new_courses, new_beats, package, report)


def _make_signing_key() -> None:
    key_file = Path(settings.CADRETRAIN_SIGNING_KEY_FILE)
    if not key_file.exists():
        # Under its name only once it is whole: a run killed half-way must not leave half a key.
        draft = key_file.with_name(f"{key_file.name}.new")
        draft.unlink(missing_ok=True)
        new_signing_key(conf.site_name(), draft)
        draft.rename(key_file)


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _study(planned: Sequence[Sitting], bars: Progress) -> int:
    beats = sum(sitting.beats for sitting in planned)
    task = bars.add_task(_("Study: beats sent"), total=beats)
    for sitting in study.study(planned):
        bars.advance(task, sitting.beats)
    return beats


def _hand_in(year: int, bars: Progress) -> tuple[Path, Report]:
    task = bars.add_task(_("Export and verify the year"), total=2)
    package = export_year(year)
    bars.advance(task)
    report = verify_package(package, conf.site_signer().verifier)
    bars.advance(task)
    return package, report
