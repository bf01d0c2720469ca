"""What all blocks here have in common: language, pages, refusals, and keeping what an author said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError, JsonHandlerError
from xblock.utils.resources import ResourceLoader

from . import host
from .i18n import Translator
from .messages import PROBLEM, translated

_loader: Final = ResourceLoader(__name__)


@XBlock.needs("i18n")
@XBlock.wants("user", "studio_user_permissions")
class AuthoredBlock(XBlock):  # type: ignore[misc]  # the XBlock library carries no types
    """A block that says what its author has said, and keeps nothing of those who look at it."""

    icon_class = "other"
    has_author_view = True
    show_in_read_only_mode = True
    # The platform would call the card complete once it has been in view for some seconds, which says nothing
    # of the learning time that 8.2.5 asks for. Completion of the unit is left to what the unit teaches.
    completion_mode = XBlockCompletionMode.EXCLUDED

    def _title(self) -> str:
        # The default is a name for the kind of block, not a title that an author has given.
        return self.display_name or "" if self.fields["display_name"].is_set_on(self) else ""

    def _form_from(self, data: object) -> dict[str, object]:
        """Return what an author sent; refuse everybody else, and anything but an object."""
        if not host.may_author(self):
            raise self._refusal(403, "forbidden")
        return self._object_from(data)

    def _object_from(self, data: object) -> dict[str, object]:
        if not isinstance(data, dict):
            raise self._refusal(400, "not_an_object")
        return data

    def _keep(self, said: dict[str, Any]) -> None:
        """Store what an author said, by the names of the fields."""
        for name, value in said.items():
            setattr(self, name, value)
        try:
            self.save()
        except InvalidScopeError:
            # The LMS keeps authored fields read-only, for the course team too. The runtime saves once more
            # after each handler: what cannot be written must not be left to it.
            self._clear_dirty_fields()
            raise self._refusal(403, "forbidden") from None

    def _refusal(self, status: int, problem: str) -> JsonHandlerError:
        return JsonHandlerError(status, self._gettext(PROBLEM[problem]))

    def _mistakes(self, problems: dict[str, str]) -> dict[str, Any]:
        """Return the answer to a form with mistakes, which maps fields to keys of ``messages.PROBLEM``."""
        told = {field: self._gettext(PROBLEM[problem]) for field, problem in problems.items()}
        return {"result": "error", "errors": told}

    def _gettext(self, message: str) -> str:
        return Translator(self.runtime.service(self, "i18n")).gettext(message)

    def _translated(self, table: dict[str, str]) -> dict[str, str]:
        return translated(table, self._gettext)

    def _fragment(self, template: str, view: dict[str, Any], scripts: Iterable[str], init: str) -> Fragment:
        view["config"] = json.dumps(view["config"], ensure_ascii=False)
        fragment = Fragment(_loader.render_django_template(f"templates/{template}", view))
        fragment.add_css_url(self.runtime.local_resource_url(self, "public/cadretrain.css"))
        for script in ["common.js", *scripts]:
            fragment.add_javascript_url(self.runtime.local_resource_url(self, f"public/{script}"))
        fragment.initialize_js(init)
        return fragment
