"""A small XBlock host in memory: the library's own runtime, services and field data, and nothing else."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation
from opaque_keys.edx.locator import BlockUsageLocator, CourseLocator
from webob import Request
from xblock.field_data import FieldData
from xblock.fields import ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData, MemoryIdManager, NullI18nService, Runtime

from cadretrain_xblock import CreditCourseXBlock, ThemeClassXBlock
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, THEME_CLASS_BLOCK
from cadretrain_xblock.i18n import CATALOGUES, own_catalogue

with warnings.catch_warnings():
    # The library's reference services pull in `fs`, which warns of pkg_resources on every import.
    warnings.simplefilter("ignore", UserWarning)
    from xblock.reference.user_service import UserService, XBlockUser

COURSE_RUN = CourseLocator("GBXY", "DY", "2026")
USAGE_KEY = BlockUsageLocator(COURSE_RUN, "cadretrain_credit_course", "method")
TRAINEE = {"edx-platform.user_id": 7, "edx-platform.user_is_staff": False, "edx-platform.user_role": "student"}
AUTHOR = {"edx-platform.user_id": 8, "edx-platform.user_is_staff": True, "edx-platform.user_role": "staff"}
NOBODY: dict[str, Any] = {"edx-platform.is_authenticated": False}
WORKBENCH = {"xblock-workbench.user_id": "student_1"}
MARKED: dict[str, Any] = {
    "display_name": "调查研究的方法",
    "course_code": "DY-001",
    "course_duration": 901,
    "requirement": "required",
    "provider": "GBXY",
    "extent": "unit",
    "assessment": "objective_online",
    "pass_mark": 80,
    "source": "co_developed",
    "category": "工作方法",
    "lecturers": "周望舒\n陆知行",
    "objectives": "能设计一次小型调查。\n能写出三页以内的报告。",
    "knowledge_points": "选题与假设\n访谈提纲",
}


class OneUser(UserService):
    """A user service that knows one person."""

    def __init__(self, attributes: dict[str, Any]) -> None:
        super().__init__()
        self._attributes = attributes

    def get_current_user(self) -> XBlockUser:
        user = XBlockUser(is_current_user=True)
        user.opt_attrs.update(self._attributes)
        return user


class StudioPermissions:
    """As Studio's service: may this user write to this course run?"""

    def __init__(self, writable: set[CourseLocator]) -> None:
        self._writable = writable

    def can_write(self, context_key: CourseLocator) -> bool:
        return context_key in self._writable


class MemoryRuntime(Runtime):
    """The library's runtime with addresses that tests can read."""

    def __init__(self, **services: Any) -> None:
        ids = MemoryIdManager()
        super().__init__(ids, ids, services={"i18n": NullI18nService(), **services})

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{handler_name}"

    def local_resource_url(self, block: Any, uri: str) -> str:
        CreditCourseXBlock.open_local_resource(uri).close()  # an address of nothing is an error
        return f"/resource/{uri}"

    def publish(self, block: Any, event_type: str, event_data: Any) -> None:
        raise AssertionError("the block publishes nothing")

    def resource_url(self, resource: str) -> str:
        raise AssertionError("the block uses its own resources only")


def make_runtime(
    user: dict[str, Any] | None = None, *, field_data: FieldData | None = None, **services: Any
) -> MemoryRuntime:
    """A host in which ``user`` looks at the page; without one it has no user service."""
    services["field-data"] = field_data or KvsFieldData(DictKeyValueStore())
    if user is not None:
        services["user"] = OneUser(user)
    return MemoryRuntime(**services)


def make_block(
    runtime: MemoryRuntime | None = None,
    usage_key: object = USAGE_KEY,
    kind: type[Any] = CreditCourseXBlock,
    **fields: object,
) -> Any:
    """A block in that host (a trainee's by default) with stored fields."""
    runtime = runtime or make_runtime(TRAINEE)
    block_type = {CreditCourseXBlock: CREDIT_COURSE_BLOCK, ThemeClassXBlock: THEME_CLASS_BLOCK}[kind]
    keys = ScopeIds("7", block_type, "definition", usage_key)
    block = runtime.construct_xblock_from_class(kind, keys)
    for name, value in fields.items():
        setattr(block, name, value)
    block.save()
    return block


def call(block: Any, handler: str, body: object) -> tuple[int, Any]:
    """POST a body to a handler through the runtime; the status and the decoded JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = block.runtime.handle(block, handler, Request.blank("/", method="POST", body=data))
    return response.status_code, json.loads(response.body)


def compile_catalogues() -> None:
    """Compile the block's catalogues as the build does, where they are older than their source."""
    for source in Path(CATALOGUES).resolve().glob("*/LC_MESSAGES/text.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as po_file, target.open("wb") as mo_file:
                write_mo(mo_file, read_po(po_file))
    own_catalogue.cache_clear()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """A request in that language, with the catalogues compiled."""
    compile_catalogues()
    with translation.override(language):
        yield
