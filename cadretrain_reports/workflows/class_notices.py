"""Notices of a class with read receipts, and its groups (8.3.4).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ClassGroup, ClassNotice
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.scopes.api import require


def post_notice(
    actor: Any, theme_class: ThemeClass, title: str, text: str, group: ClassGroup | None = None
) -> ClassNotice:
    """Announce something to a class or one of its groups, as its staff (8.3.4)."""
    about = theme_classes.about_class(theme_class)
    require(actor, "keep_class", theme_class, about)
    with transaction.atomic():
        posted = class_life.post_notice(theme_class, group, title, text, actor, clock.now())
        audit.record("class_notice.post", actor.pk, about, notice=str(posted.uuid))
    return posted


def withdraw_notice(actor: Any, notice: ClassNotice) -> ClassNotice:
    """Take a notice back; it stays on record, with who has read it (8.3.4)."""
    about = theme_classes.about_class(notice.theme_class)
    require(actor, "keep_class", notice.theme_class, about)
    with transaction.atomic():
        withdrawn = class_life.withdraw_notice(notice, clock.now())
        audit.record("class_notice.withdraw", actor.pk, about, notice=str(notice.uuid))
    return withdrawn


def read_notice(actor: Any, notice: ClassNotice) -> None:
    """Keep that one has read a notice of one's class (8.3.4); whoever else looks at it changes nothing."""
    own = ClassRegistration.objects.filter(trainee__account__user=actor.pk, theme_class=notice.theme_class_id)
    registration = own.filter(state=ClassRegistration.State.CONFIRMED).first()
    if registration is not None and notice in class_life.notices_for(registration):
        class_life.read_notice(notice, registration, clock.now())


def form_groups(
    actor: Any,
    theme_class: ThemeClass,
    groups: Mapping[str, Sequence[ClassRegistration]],
    leaders: Sequence[ClassRegistration] = (),
) -> list[ClassGroup]:
    """Put the trainees of a class into groups, as its head teacher (8.3.4)."""
    about = theme_classes.about_class(theme_class)
    require(actor, "run_class", theme_class, about)
    with transaction.atomic():
        formed = class_life.form_groups(theme_class, groups, leaders)
        audit.record("class_groups.form", actor.pk, about, groups=len(formed))
    return formed
