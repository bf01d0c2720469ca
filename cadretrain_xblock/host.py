"""What the blocks ask their host: who is looking, who may author, which course run this is, what lies around.

Everything goes through XBlock services and opaque strings, so that LMS, Studio, libraries and the workbench
look alike from inside. Services are declared in ``credit_course``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xblock.core import XBlock

PLATFORM: Final = "edx-platform."
AUTHOR_ROLES: Final = frozenset({"staff", "instructor"})

ROOT_TYPE: Final = "course"
"""Above a block of this type there is nothing, so it need not be loaded to find that out."""

_TYPE_OF_EXTENT: Final = {"unit": "vertical", "subsection": "sequential", "course_run": ROOT_TYPE}
_HEIGHT: Final = {"unit": 0, "subsection": 1}


def user_attributes(block: XBlock) -> dict[str, Any]:
    """Return the optional attributes of the person looking at the block; empty if the host knows nobody."""
    service = block.runtime.service(block, "user")
    return dict(service.get_current_user().opt_attrs) if service is not None else {}


def user_id(block: XBlock) -> int | None:
    """Return the platform's number of the signed-in user; ``None`` if nobody is signed in."""
    number = user_attributes(block).get(f"{PLATFORM}user_id")
    return int(number) if number is not None else None


def course_run(block: XBlock) -> str:
    """Return the course run that holds the block as an opaque string; empty where the host has no runs."""
    usage = block.scope_ids.usage_id
    key = getattr(usage, "context_key", None) or getattr(usage, "course_key", None)
    return str(key or getattr(block.runtime, "course_id", None) or "")


def may_author(block: XBlock) -> bool:
    """Say whether the person who calls a handler of the block may change what an author has marked.

    Handlers are reachable in the LMS too, by anybody. Studio offers a service that knows its authors, and
    there the user's attributes say nothing (everybody is a student). A library's runtime itself refuses
    whoever may not edit, and every published version. Elsewhere the course team may, which in the LMS still
    ends at its read-only field data. The workbench knows no roles at all, and has nothing to protect.
    """
    studio = block.runtime.service(block, "studio_user_permissions")
    context = getattr(block.scope_ids.usage_id, "context_key", None)
    if studio is not None:
        can_write = getattr(studio, "can_write", None) or studio.can_edit_content  # renamed after Verawood
        return bool(can_write(context))
    if getattr(context, "is_course", True) is False:
        return True
    attributes = user_attributes(block)
    if not any(name.startswith(PLATFORM) for name in attributes):
        return bool(attributes)
    is_staff = attributes.get(f"{PLATFORM}user_is_staff") is True
    return is_staff or attributes.get(f"{PLATFORM}user_role") in AUTHOR_ROLES


def covered(block: XBlock, extent: str) -> tuple[str, tuple[str, ...]]:
    """Return the usage key of what a course of this extent covers, and those of what that lies in, innermost first.

    In Open edX a unit is the vertical below the subsection, whatever verticals a content experiment has in it. Where
    the host has other types, a block's parent is taken for the unit and that one's parent for the subsection. A block
    in no tree, as in a library, covers nothing that is known. Each ancestor is loaded once, the course itself never.
    """
    above = _ancestors(block)
    if not above:
        return "", ()
    at = _place_of(extent, [block_type for _key, block_type in above])
    keys = [key for key, _block_type in above]
    return keys[at], tuple(keys[at + 1 :])


def _ancestors(block: XBlock) -> list[tuple[str, str]]:
    """Return usage key and type of everything above a block, the nearest first."""
    found = []
    while (key := block.parent) is not None:
        found.append((str(_plain(key)), _type_of(block, key)))
        if found[-1][1] == ROOT_TYPE:
            break
        block = block.get_parent()
    return found


def _place_of(extent: str, types: list[str]) -> int:
    """Return which of the types from the nearest ancestor up is the part of the run that an extent names."""
    last = len(types) - 1
    matching = [at for at, found in enumerate(types) if found == _TYPE_OF_EXTENT.get(extent, _TYPE_OF_EXTENT["unit"])]
    if matching:
        return matching[-1]
    return last if extent == "course_run" else min(_HEIGHT.get(extent, 0), last)


def _type_of(block: XBlock, usage_key: Any) -> str:
    """Return the block type that a usage key says, or, where keys are plain, the host's reader of them."""
    said = getattr(usage_key, "block_type", None)
    if said is not None:
        return str(said)
    reader = block.runtime.id_reader
    return str(reader.get_block_type(reader.get_definition_id(usage_key)))


def _plain(usage_key: Any) -> Any:
    """Return a key as the learner's side knows it: without the draft's branch and the version it was read at."""
    if not hasattr(usage_key, "for_branch"):
        return usage_key
    return usage_key.version_agnostic().for_branch(None)
