"""The platform's rules, which a trainee accepts at the first sign-in and again when they change (6.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.upkeep.models import PlatformRules, RulesAcceptance
from cadretrain_reports.refusals import Refused, checked_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_RULES: Final = 100_000
"""Characters of a text of rules: more is a wrong file."""

_NEWEST_FIRST: Final = ("-published_at", "-pk")

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "version_taken": _("There are rules of this version already. Each publication has a version of its own."),
    "not_newer": _("Newer rules are published already."),
    "not_in_force": _("These rules have been replaced. Read the ones in force and accept those."),
}


class RulesRefused(Refused):
    """Rules that cannot be published or accepted; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


def publish_rules(version: str, title: str, text: str, at: datetime) -> PlatformRules:
    """Put rules in force from ``at`` on; call inside a transaction. Raises ``Refused``.

    They are plain text; what is published never changes.
    """
    said = {
        "version": checked_text("version", version, 32),
        "title": checked_text("title", title, 255),
        "text": checked_text("text", text, LONGEST_RULES),
    }
    if PlatformRules.objects.filter(published_at__gt=at).exists():
        raise RulesRefused("not_newer")
    try:
        with transaction.atomic():
            return PlatformRules.objects.create(published_at=at, **said)
    except IntegrityError:
        raise RulesRefused("version_taken", "version") from None


def rules_in_force() -> PlatformRules | None:
    """Return the newest rules, or ``None`` where none were ever published."""
    return PlatformRules.objects.order_by(*_NEWEST_FIRST).first()


def accept(trainee: Trainee, version: str, at: datetime) -> bool:
    """Record that a trainee accepts the rules in force; tell whether that is new. Call inside a transaction.

    Twice, or in two windows at once, makes one acceptance. Raises ``RulesRefused`` if ``version``, which is what was
    read, is not in force any more.
    """
    rules = rules_in_force()
    if rules is None or rules.version != version:
        raise RulesRefused("not_in_force", "version")
    _acceptance, is_new = RulesAcceptance.objects.get_or_create(
        trainee=trainee, rules=rules, defaults={"accepted_at": at}
    )
    return is_new


def has_accepted(trainee_id: int) -> bool:
    """Tell whether nothing is left for a trainee to accept, as where no rules were ever published; one query."""
    acceptances = RulesAcceptance.objects.filter(trainee=trainee_id, rules=OuterRef("pk"))
    newest = PlatformRules.objects.order_by(*_NEWEST_FIRST).annotate(accepted=Exists(acceptances))
    return bool(newest.values_list("accepted", flat=True).first() in (None, True))


def accepted_at(trainee_id: int, rules: PlatformRules) -> datetime | None:
    """Return when a trainee accepted these rules, or ``None``."""
    accepted = RulesAcceptance.objects.filter(trainee=trainee_id, rules=rules)
    return accepted.values_list("accepted_at", flat=True).first()


def about_rules(version: str) -> Target:
    """Return how the audit log names rules."""
    return Target("platform_rules", version[:64])
