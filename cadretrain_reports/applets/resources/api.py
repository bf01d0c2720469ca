"""The door to learning support resources (7.2)."""

from cadretrain_reports.applets.resources.files import StoredFile, content_type, remove, storage, store
from cadretrain_reports.applets.resources.making import (
    Content,
    about_resource,
    change,
    hand_in,
    make,
    offer,
    put_file,
    turn_back,
    withdraw,
)
from cadretrain_reports.applets.resources.models import SupportResource
from cadretrain_reports.applets.resources.uploads import AROUND, BoundedFile

__all__ = [
    "AROUND",
    "BoundedFile",
    "Content",
    "StoredFile",
    "SupportResource",
    "about_resource",
    "change",
    "content_type",
    "hand_in",
    "make",
    "offer",
    "put_file",
    "remove",
    "storage",
    "store",
    "turn_back",
    "withdraw",
]
