"""Learning support resources: made, reviewed by a second person, offered, withdrawn (7.2).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.applets.resources.api import Content, SupportResource
from cadretrain_reports.scopes.api import require


def make_resource(actor: Any, institution: Organization, content: Content) -> SupportResource:
    """Make a resource of an institution, as a draft (7.2)."""
    require(actor, "make_resource", institution, organizations.about(institution))
    return _on_record(actor, "resource.make", partial(resources.make, institution, content, actor, clock.now()))


def change_resource(actor: Any, resource: SupportResource, content: Content) -> SupportResource:
    """Change a draft, or what the reviewer has returned (7.2)."""
    _require(actor, "make_resource", resource)
    return _on_record(actor, "resource.change", partial(resources.change, resource, content, actor, clock.now()))


def put_file(actor: Any, resource: SupportResource, upload: File[Any]) -> SupportResource:
    """Give a draft its file (7.2). If nothing comes of it the file is not kept."""
    _require(actor, "make_resource", resource)
    stored = resources.store(upload)
    put = partial(resources.put_file, resource, stored, actor, clock.now())
    try:
        return _on_record(actor, "resource.put_file", put)
    except BaseException:
        resources.remove(stored.stored_as)
        raise


def hand_resource_in(actor: Any, resource: SupportResource) -> SupportResource:
    """Hand a draft in to be reviewed (7.2)."""
    _require(actor, "make_resource", resource)
    return _on_record(actor, "resource.hand_in", partial(resources.hand_in, resource))


def review_resource(actor: Any, resource: SupportResource, *, offered: bool, opinion: str = "") -> SupportResource:
    """Let a resource be seen by its audience, or return it with the reason, as another person than its maker (7.2)."""
    _require(actor, "review_resource", resource)
    decide, act = (resources.offer, "resource.offer") if offered else (resources.turn_back, "resource.return")
    return _on_record(actor, act, partial(decide, resource, opinion, actor, clock.now()), opinion)


def withdraw_resource(actor: Any, resource: SupportResource, reason: str) -> SupportResource:
    """Take a resource away from its audience, with the reason (7.2)."""
    _require(actor, "make_resource", resource)
    return _on_record(actor, "resource.withdraw", partial(resources.withdraw, resource, reason, clock.now()), reason)


def _require(actor: Any, act: str, resource: SupportResource) -> None:
    require(actor, act, resource.institution, resources.about_resource(resource))


def _on_record(actor: Any, act: str, take: Callable[[], SupportResource], reason: str = "") -> SupportResource:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, resources.about_resource(taken), reason=reason)
    return taken
