"""The life of a learning support resource: made, reviewed by a second person, offered, withdrawn (7.2).

All functions are called inside a transaction and return the resource as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.resources import files
from cadretrain_reports.applets.resources.audiences import checked_audience
from cadretrain_reports.applets.resources.models import SupportResource
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.steps import held, second_person

LONGEST_TEXT: Final = 100_000
"""Characters of a resource that is a text."""

_State, _Form = SupportResource.State, SupportResource.Form
_BEING_MADE: Final = (_State.DRAFT, _State.RETURNED)


@dataclass(frozen=True, slots=True)
class Content:
    """What a resource is and to whom it is offered: ``audience_body`` is a code, of the audience ``body`` alone.

    ``text`` and ``link`` are of the forms of these names; a file is sent by itself.
    """

    kind: str
    title: str
    form: str
    audience: str
    text: str = ""
    link: str = ""
    audience_body: str = ""
    audience_course: Course | None = None

    def as_fields(self, institution: Organization) -> dict[str, Any]:
        """Return the fields of the row. Raises ``Refused``."""
        if self.kind not in SupportResource.Kind.values:
            raise Refused("bad_kind", _("Choose one of the kinds of resources."), "kind")
        if self.form not in _Form.values:
            raise Refused("bad_form", _("A resource is a text, a link or a file."), "form")
        of_form = {"text": self._text(), "link": self._link()}
        audience = checked_audience(institution, self.audience, self.audience_body, self.audience_course)
        return {
            "kind": self.kind,
            "title": checked_text("title", self.title, 255),
            "form": self.form,
            **of_form,
            **audience,
        }

    def _text(self) -> str:
        if self.form == _Form.TEXT:
            return checked_text("text", self.text, LONGEST_TEXT)
        return _nothing("text", self.text)

    def _link(self) -> str:
        if self.form != _Form.LINK:
            return _nothing("link", self.link)
        link = checked_text("link", self.link, 500)
        try:
            parts = urlsplit(link)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or " " in link:
            raise Refused("bad_link", _("Give the whole address, beginning with https:// or http://."), "link")
        return link


def make(institution: Organization, content: Content, by: Any, at: datetime) -> SupportResource:
    """Make a resource of an institution, as a draft."""
    if not institution.is_training_institution:
        raise Refused("no_institution", _("A training institution offers resources."), "organization")
    said = content.as_fields(institution)
    return SupportResource.objects.create(institution=institution, made_by=by, made_at=at, **said)


def change(resource: SupportResource, content: Content, by: Any, at: datetime) -> SupportResource:
    """Put another content in the place of that of a draft or of what was returned; its file stays if it is one."""
    current = held(resource, *_BEING_MADE)
    said = {**content.as_fields(current.institution), "made_by": by, "made_at": at}
    if content.form != _Form.FILE:
        said |= _without_file(current)
    return _set(current, **said)


def put_file(resource: SupportResource, file: files.StoredFile, by: Any, at: datetime) -> SupportResource:
    """Give a resource its file, in the place of the one that it had."""
    current = held(resource, *_BEING_MADE)
    if current.form != _Form.FILE:
        raise Refused("no_file", _("This resource is no file. Change its form first."), "file")
    return _set(current, **{**_without_file(current), **asdict(file)}, made_by=by, made_at=at)


def hand_in(resource: SupportResource) -> SupportResource:
    """Hand a draft in to be reviewed."""
    current = held(resource, *_BEING_MADE)
    if current.form == _Form.FILE and not current.stored_as:
        raise Refused("missing", _("Send the file first."), "file")
    return _set(current, state=_State.UNDER_REVIEW)


def offer(resource: SupportResource, opinion: str, by: Any, at: datetime) -> SupportResource:
    """Let a resource be seen by its audience, as a second person (``four_eyes``)."""
    return _review(resource, _State.OFFERED, checked_text("opinion", opinion, 500, optional=True), by, at)


def turn_back(resource: SupportResource, opinion: str, by: Any, at: datetime) -> SupportResource:
    """Return a resource with the reason, as a second person, so that it can be changed and handed in anew."""
    return _review(resource, _State.RETURNED, checked_text("opinion", opinion, 500), by, at)


def withdraw(resource: SupportResource, reason: str, at: datetime) -> SupportResource:
    """Take a resource away from its audience, or give up one that is not offered yet, with the reason."""
    current = held(resource, *_BEING_MADE, _State.UNDER_REVIEW, _State.OFFERED)
    reason = checked_text("reason", reason, 500)
    return _set(current, state=_State.WITHDRAWN, reason=reason, withdrawn_at=at)


def about_resource(resource: SupportResource) -> Target:
    """Return how the audit log names a resource."""
    return Target("support_resource", str(resource.uuid), resource.institution.code)


def _review(resource: SupportResource, state: str, opinion: str, by: Any, at: datetime) -> SupportResource:
    current = held(resource, _State.UNDER_REVIEW)
    second_person(by, current.made_by_id)
    return _set(current, state=state, opinion=opinion, reviewed_by=by, reviewed_at=at)


def _without_file(resource: SupportResource) -> dict[str, Any]:
    """Return the fields of a resource without a file; the one it has goes once that is settled."""
    if resource.stored_as:
        transaction.on_commit(partial(files.remove, resource.stored_as))
    return {"stored_as": "", "file_name": "", "file_size": None, "file_digest": ""}


def _set(resource: SupportResource, **fields: Any) -> SupportResource:
    for name, value in fields.items():
        setattr(resource, name, value)
    resource.save(update_fields=list(fields))
    return resource


def _nothing(field: str, said: str) -> str:
    """Raise ``Refused`` for what belongs to another form: it would be lost without a word."""
    if said.strip():
        raise Refused("other_form", _("This belongs to another form of resource. Leave it empty."), field)
    return ""
