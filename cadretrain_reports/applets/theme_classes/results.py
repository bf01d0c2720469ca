"""Results of trainees in a class: proposed, confirmed by a second person, run by run (8.3.6).

All functions that write are called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.theme_classes.members import ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ThemeClass
from cadretrain_reports.applets.theme_classes.outcomes import ClassResult, Graduation
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.class_hours import Finding, Lack, Missing
from cadretrain_reports.steps import held, second_person

GRADUATING: Final = frozenset({ThemeClass.State.ASSESSING, ThemeClass.State.CLOSED})
"""The states of a class in which its trainees are assessed: while it is, and afterwards who passes late (8.3.6)."""

_FIGURES: Final = ("passed", "attributed_hours", "exempt_hours", "activity_hours", "face_to_face_hours", "missing")
_State = ClassResult.State


class ChangedSince(Refused):
    """A proposal that was to be confirmed does not hold any more; it says now what does."""

    def __init__(self) -> None:
        super().__init__("changed", _("Something has changed since this was proposed. Look at it again."))


def require_graduating(theme_class: ThemeClass) -> None:
    """Raise ``Refused`` for a class that is not being assessed, and was not lately."""
    if theme_class.state not in GRADUATING:
        text = _("Trainees are assessed once the teaching has ended and until the class is archived.")
        raise Refused("not_assessing", text)


def propose(found: Mapping[ClassRegistration, Finding], by: Any, at: datetime) -> int:
    """Propose what is found of some trainees of a class; return how many proposals are new or different.

    A proposal that nobody has confirmed is rewritten. Who has passed stays passed; who failed is proposed anew only if
    something has changed. The registrations' trainees are locked by the caller, and come with them.
    """
    known = {result.registration_id: result for result in standing_of(registration.pk for registration in found)}
    fresh = {one: _result(one, finding, by, at) for one, finding in found.items()}
    wanted = [result for result in fresh.values() if _is_news(known.get(result.registration_id), result)]
    former = [known[result.registration_id] for result in wanted if result.registration_id in known]
    rewritten = {result.registration_id: result for result in former if result.state == _State.PROPOSED}
    ClassResult.objects.filter(pk__in=[one.pk for one in former if one.state == _State.CONFIRMED]).update(standing=None)
    ClassResult.objects.bulk_create([one for one in wanted if one.registration_id not in rewritten])
    for registration, finding in found.items():
        if registration.pk in rewritten:
            rewrite(rewritten[registration.pk], finding, at, by)
    return len(wanted)


def rewrite(proposal: ClassResult, finding: Finding, at: datetime, by: Any = None) -> None:
    """Put other figures in the place of those of a proposal that nobody has confirmed, for another person if said."""
    said = {**_figures(finding), "proposed_at": at, **({"proposed_by": by} if by else {})}
    ClassResult.objects.filter(pk=proposal.pk, state=_State.PROPOSED).update(**said)


def same_figures(proposal: ClassResult, finding: Finding) -> bool:
    """Tell whether a proposal says what is found now."""
    return all(getattr(proposal, name) == value for name, value in _figures(finding).items())


def missing_of(result: ClassResult) -> tuple[Missing, ...]:
    """Return what a result says is missing."""
    return tuple(Missing(Lack(lack), *texts) for lack, *texts in result.missing)


def standing_of(registration_ids: Iterable[int]) -> QuerySet[ClassResult]:
    """Return the standing results of some registrations, by key."""
    return ClassResult.objects.filter(registration__in=list(registration_ids), standing=True).order_by("pk")


def proposals_of(theme_class: ThemeClass) -> QuerySet[ClassResult]:
    """Return the proposals of a class that nobody has confirmed yet, by key."""
    return ClassResult.objects.filter(theme_class=theme_class, state=_State.PROPOSED, standing=True).order_by("pk")


def page_of_members(theme_class: ThemeClass, after: int, size: int) -> list[ClassRegistration]:
    """Return the next confirmed registrations of a class after a key, with trainee and unit."""
    members = theme_class.registrations.filter(state=ClassRegistration.State.CONFIRMED, pk__gt=after)
    return list(members.select_related("trainee__unit", "theme_class__institution").order_by("pk")[:size])


def start(theme_class: ThemeClass, by: Any, at: datetime) -> Graduation:
    """Begin to confirm all that is proposed of a class now. Raises ``Refused``: while that is done already, it goes on.

    Nobody confirms what only they have proposed.
    """
    proposals = proposals_of(theme_class)
    up_to = proposals.aggregate(last=Max("pk"))["last"]
    if up_to is None:
        raise Refused("nothing_proposed", _("Nothing is proposed of this class that could be confirmed."))
    if not proposals.exclude(proposed_by=by).exists():
        raise Refused("four_eyes", _("Nobody decides on what they made themselves. Another person must."))
    try:
        with transaction.atomic():
            return Graduation.objects.create(theme_class=theme_class, by=by, started_at=at, beat_at=at, up_to=up_to)
    except IntegrityError:
        raise Refused("graduating", _("The results of this class are being confirmed already.")) from None


def hold_proposal(result: ClassResult, by: Any) -> ClassResult:
    """Return a proposal that is to be confirmed, locked; nobody confirms what they proposed. Raises ``Refused``."""
    current = held(result, _State.PROPOSED)
    second_person(by, current.proposed_by_id)
    return _with_people(ClassResult.objects.filter(pk=current.pk)).get()


def keep_refusals(refused: Mapping[int, Refused]) -> None:
    """Keep of the standing results of some registrations why there is no certificate, by registration id."""
    for registration, why in refused.items():
        ClassResult.objects.filter(registration=registration, standing=True).update(uncertified=why.code)


def clear_refusals(results: Iterable[ClassResult]) -> None:
    """Keep that there is a certificate of these results now."""
    ClassResult.objects.filter(pk__in=[result.pk for result in results]).update(uncertified="")


def page_uncertified(theme_class: ThemeClass, after: int, size: int) -> list[ClassResult]:
    """Return the next standing results of a class, after a key, of which no certificate could be issued."""
    left = ClassResult.objects.filter(theme_class=theme_class, standing=True, pk__gt=after).exclude(uncertified="")
    return list(_with_people(left).order_by("pk")[:size])


def hold_run(pk: int) -> Graduation | None:
    """Return a graduation that has not ended, locked: of two workers at it the second waits, and goes on from there."""
    found = Graduation.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if found is not None:
        found.theme_class = ThemeClass.objects.select_related("institution").get(pk=found.theme_class_id)
    return found


def page_of_run(run: Graduation, size: int) -> list[ClassResult]:
    """Return the next proposals that a graduation confirms, with trainee and class."""
    page = proposals_of(run.theme_class).filter(pk__gt=run.last_result, pk__lte=run.up_to)
    return list(_with_people(page)[:size])


def confirm_results(results: Sequence[ClassResult], by: Any, at: datetime) -> None:
    """Confirm proposals as another person than who had them made, with the unit where the trainee is now (R9)."""
    for result in results:
        unit = result.registration.trainee.unit_id
        if result.unit_id != unit:
            ClassResult.objects.filter(pk=result.pk).update(unit=unit)
            result.unit_id = unit
        result.state, result.confirmed_by, result.confirmed_at = _State.CONFIRMED, by, at
    keys = [result.pk for result in results]
    said: dict[str, Any] = {"state": _State.CONFIRMED, "confirmed_by": by, "confirmed_at": at}
    ClassResult.objects.filter(pk__in=keys, state=_State.PROPOSED).update(**said)


def go_on(run: Graduation, page: Sequence[ClassResult], confirmed: Collection[ClassResult], at: datetime) -> None:
    """Keep how far a graduation is, after a page of which some were confirmed."""
    passed = sum(result.passed for result in confirmed)
    Graduation.objects.filter(pk=run.pk).update(
        last_result=page[-1].pk,
        beat_at=at,
        passed=F("passed") + passed,
        failed=F("failed") + len(confirmed) - passed,
        left=F("left") + len(page) - len(confirmed),
    )


def end(run: Graduation, at: datetime) -> None:
    """Keep that a graduation has come to its end."""
    Graduation.objects.filter(pk=run.pk).update(ended_at=at, beat_at=at, standing=None)


def left_behind(before: datetime) -> list[int]:
    """Return the graduations that have not ended and given no sign of life since an instant."""
    return list(
        Graduation.objects.filter(ended_at=None, beat_at__lt=before).order_by("pk").values_list("pk", flat=True)
    )


def about_result(result: ClassResult) -> Target:
    """Return how the audit log names a result."""
    return Target("class_result", str(result.uuid), result.theme_class.institution.code)


def _with_people(results: QuerySet[ClassResult]) -> QuerySet[ClassResult]:
    return results.select_related("registration__trainee__unit", "registration__theme_class__institution")


def _is_news(known: ClassResult | None, fresh: ClassResult) -> bool:
    if known is None:
        return True
    if known.state == _State.CONFIRMED and known.passed:
        return False
    return any(getattr(known, name) != getattr(fresh, name) for name in _FIGURES)


def _result(registration: ClassRegistration, finding: Finding, by: Any, at: datetime) -> ClassResult:
    return ClassResult(
        theme_class=registration.theme_class,
        registration=registration,
        unit_id=registration.trainee.unit_id,
        proposed_by=by,
        proposed_at=at,
        **_figures(finding),
    )


def _figures(finding: Finding) -> dict[str, Any]:
    return {
        "passed": finding.passed,
        "attributed_hours": finding.attributed,
        "exempt_hours": finding.exempt,
        "activity_hours": finding.activities,
        "face_to_face_hours": finding.face_to_face,
        "missing": [[str(lack), *texts] for lack, *texts in finding.missing],
    }
