"""The door to scopes: ``in_scope`` narrows every read, ``require`` guards every act (5, 9.2.1)."""

from cadretrain_reports.scopes.acts import ACTS
from cadretrain_reports.scopes.anchors import ANCHORS, NOT_READ_THROUGH_SCOPES, Anchor
from cadretrain_reports.scopes.permissions import Denied, acts_of, allowed, may, register_permissions, require
from cadretrain_reports.scopes.posts import has_liaison_officer, posts_of
from cadretrain_reports.scopes.reading import in_scope, in_scope_as_staff, reach_of, wholly_seen

__all__ = [
    "ACTS",
    "ANCHORS",
    "NOT_READ_THROUGH_SCOPES",
    "Anchor",
    "Denied",
    "acts_of",
    "allowed",
    "has_liaison_officer",
    "in_scope",
    "in_scope_as_staff",
    "may",
    "posts_of",
    "reach_of",
    "register_permissions",
    "require",
    "wholly_seen",
]
