"""Notices of a class with read receipts, and its groups (8.3.4). All acts are called inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.class_life.about import lock_taught, members, require_member
from cadretrain_reports.applets.class_life.models import ClassGroup, ClassNotice, GroupMember, NoticeReading
from cadretrain_reports.applets.theme_classes.api import OVER, ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_line, checked_text


def post_notice(
    theme_class: ThemeClass, group: ClassGroup | None, title: str, text: str, by: Any, at: datetime
) -> ClassNotice:
    """Announce something to a class, or to one of its groups, as long as it is not over. Raises ``Refused``."""
    if theme_class.state in OVER:
        raise Refused("class_ended", _("The class %(title)s has ended."), "theme_class", title=theme_class.title)
    if group is not None and group.theme_class_id != theme_class.pk:
        raise Refused("other_class", _("This is of another class."), "group")
    said = {"title": checked_line("title", title, 255), "text": checked_text("text", text, 4000)}
    return ClassNotice.objects.create(theme_class=theme_class, group=group, by=by, at=at, **said)


def withdraw_notice(notice: ClassNotice, at: datetime) -> ClassNotice:
    """Take a notice back: it stays on record, and who read it. Twice is once."""
    ClassNotice.objects.filter(pk=notice.pk, withdrawn_at=None).update(withdrawn_at=at)
    notice.refresh_from_db()
    return notice


def read_notice(notice: ClassNotice, registration: ClassRegistration, at: datetime) -> None:
    """Keep that a trainee has read a notice of their class, the first time. Raises ``Refused``."""
    require_member(registration, notice.theme_class_id)
    NoticeReading.objects.get_or_create(notice=notice, registration=registration, defaults={"read_at": at})


def notices_for(registration: ClassRegistration) -> QuerySet[ClassNotice]:
    """Return what was announced to a trainee in a class, the newest first, with whether they ``have_read`` it."""
    group = GroupMember.objects.filter(registration=registration).values("group")
    rows = ClassNotice.objects.filter(theme_class=registration.theme_class_id, withdrawn_at=None)
    have_read = Count("readings", filter=Q(readings__registration=registration))
    return rows.filter(Q(group=None) | Q(group__in=group)).annotate(have_read=have_read).order_by("-pk")


def unread_by(notice: ClassNotice) -> QuerySet[ClassRegistration]:
    """Return the confirmed trainees to whom a notice went and who have not read it."""
    rows = members(notice.theme_class)
    if notice.group_id is not None:
        rows = rows.filter(group_member__group=notice.group_id)
    return rows.exclude(readings__notice=notice)


def form_groups(
    theme_class: ThemeClass, groups: Mapping[str, Sequence[ClassRegistration]], leaders: Sequence[ClassRegistration]
) -> list[ClassGroup]:
    """Put the trainees of a class into groups by their names, in that order; who is named in none is in none.

    Groups that notices were sent to stay. Raises ``Refused``: ``not_in_class``, ``two_groups``.
    """
    lock_taught(theme_class.pk)
    everybody = [one for those in groups.values() for one in those]
    for one in everybody:
        require_member(one, theme_class.pk)
    if len({one.pk for one in everybody}) < len(everybody):
        raise Refused("two_groups", _("A trainee is in one group of a class at most."), "groups")
    led = {one.pk for one in leaders}
    GroupMember.objects.filter(group__theme_class=theme_class).delete()
    made = []
    for number, (name, those) in enumerate(groups.items(), 1):
        said = {"name": checked_line("name", name, 64)}
        group, _is_new = ClassGroup.objects.update_or_create(theme_class=theme_class, number=number, defaults=said)
        GroupMember.objects.bulk_create(
            GroupMember(group=group, registration=one, leads=one.pk in led) for one in those
        )
        made.append(group)
    ClassGroup.objects.filter(theme_class=theme_class, number__gt=len(groups), notices=None).delete()
    return made
