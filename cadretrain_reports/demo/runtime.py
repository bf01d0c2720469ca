"""The workbench's runtime, bound to the signed-in user and to one course run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from workbench.runtime import WorkbenchRuntime
from xblock.exceptions import NoSuchUsage
from xblock.runtime import KvsFieldData

from cadretrain_reports.demo.content import ContentStore, has_block
from cadretrain_reports.demo.ids import CourseRunIds, UsageIds, course_run_of
from cadretrain_reports.demo.services import AuthorPermissions, SignedInUser

if TYPE_CHECKING:
    from web_fragments.fragment import Fragment
    from xblock.core import XBlock

    from cadretrain_reports.demo.services import Person


class DemoRuntime(WorkbenchRuntime):  # type: ignore[misc]  # the workbench carries no types
    """What blocks see of the embedded host: the learning side or, with ``is_authoring``, Studio.

    ``course_id`` is the course run as an opaque string. Whoever calls decides who may author.
    """

    def __init__(self, course_run: str, user: Person | None = None, *, is_authoring: bool = False) -> None:
        super().__init__(str(user.pk) if user is not None and user.is_authenticated else None)
        self.course_id = course_run
        self.is_authoring = is_authoring
        author = user.pk if is_authoring and user is not None else None
        self.store = ContentStore(is_authoring=is_authoring, author=author)
        self.id_reader = UsageIds()
        self.id_generator = CourseRunIds(course_run)
        self._services.update({"field-data": KvsFieldData(self.store), "user": SignedInUser(user)})
        if is_authoring:
            self._services["studio_user_permissions"] = AuthorPermissions(user)

    def get_block(self, usage_id: str, for_parent: XBlock | None = None) -> XBlock:
        """Return a block; raise ``NoSuchUsage`` if none was ever made under this id."""
        if not has_block(usage_id):
            raise NoSuchUsage(repr(usage_id))
        return super().get_block(usage_id, for_parent)

    def handler_url(
        self,
        block: XBlock,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,  # noqa: ARG002 - the interface's
    ) -> str:
        """Return where a handler of the block answers the signed-in user, on this side of the host."""
        parts = [str(block.scope_ids.usage_id), handler_name, *([suffix] if suffix else [])]
        url = reverse("studio-handler" if self.is_authoring else "handler", args=parts)
        return f"{url}?{query}" if query else url

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Return where a file of the block's package lies."""
        return reverse("block-resource", args=(block.scope_ids.block_type, uri))

    def applicable_aside_types(self, block: XBlock) -> list[str]:  # noqa: ARG002 - the interface's
        """Return none: asides are off, as on a platform where nobody turned them on."""
        return []

    def render(self, block: XBlock, view_name: str, context: dict[str, Any] | None = None) -> Fragment:
        """Render a view; raise ``NoSuchViewError`` where the block has none."""
        return super(WorkbenchRuntime, self).render(block, view_name, context)

    def _patch_xblock(self, block: XBlock) -> None:
        """Leave the block as it is: the workbench would give it attributes that no platform has."""


def open_block(usage_id: str, user: Person | None = None, *, is_authoring: bool = False) -> XBlock:
    """Return a block as ``user`` sees it; raise ``NoSuchUsage``."""
    return DemoRuntime(course_run_of(usage_id), user, is_authoring=is_authoring).get_block(usage_id)
