"""The Theme class block: shows a class (3.10) in a course page, each trainee where they stand in it.

It keeps which class is meant, nothing else. What it shows the page asks of the plugin, under the session of whoever
looks: the plugin alone knows who may see what of a class.
"""

from __future__ import annotations

import re
from typing import Any, Final

from web_fragments.fragment import Fragment
from xblock.core import XBlock

from . import host
from .base import AuthoredBlock
from .contract import THEME_CLASS_URL
from .fields import text
from .form import CLASS_FIELDS, FormBuilder, new_prefix
from .marking import MAX_TITLE_LENGTH, read_line
from .messages_class import CLASS_BLOCK_NAME, CLASS_CARD, CLASS_FIELD, CLASS_FORM, CLASS_GROUP

NEEDED: Final = frozenset({"theme_class"})

_UUID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class ThemeClassXBlock(AuthoredBlock):
    """A theme class in a course page. ``theme_class`` is the class's UUID: a code may be another institution's too."""

    display_name = text(CLASS_FIELD["display_name"], CLASS_BLOCK_NAME)
    theme_class = text(CLASS_FIELD["theme_class"])

    def class_uuid(self) -> str:
        """Return the UUID of the class in lower case; empty where none is chosen, or an import brought nonsense."""
        return find_uuid(self.theme_class)

    @XBlock.supports("multi_device")  # type: ignore[untyped-decorator]
    def student_view(self, _context: object = None) -> Fragment:
        """Render the class: state, own registration, progress, what is left, certificate."""
        return self._card(self._translated(CLASS_CARD), is_signed_in=host.user_id(self) is not None)

    public_view = student_view

    def author_view(self, _context: object = None) -> Fragment:
        """Render the class as far as its author may see it, or that none is chosen."""
        return self._card(self._translated(CLASS_CARD), is_signed_in=True)

    def studio_view(self, _context: object = None) -> Fragment:
        """Render the author's form."""
        messages = self._translated(CLASS_FORM)
        values = {"theme_class": read_line(self.theme_class), "display_name": self._title()}
        view = {
            "prefix": new_prefix(),
            "groups": FormBuilder(self._gettext, CLASS_FIELD, {}, NEEDED).groups(CLASS_FIELDS, CLASS_GROUP, values),
            "messages": messages,
            "config": {"save": "save_class", "messages": messages},
        }
        return self._fragment("studio.html", view, ["form.js", "class_studio.js"], "CadreTrainThemeClassStudio")

    def student_view_data(self, context: object = None) -> dict[str, Any]:  # noqa: ARG002
        """Return which class it is, for clients that ask the plugin themselves (mobile)."""
        return {"title": self._title(), "theme_class": self.class_uuid()}

    @XBlock.json_handler  # type: ignore[untyped-decorator]
    def save_class(self, data: object, _suffix: str = "") -> dict[str, Any]:
        """Keep which class is shown, or say what is wrong with what was typed. Authors only (API.md)."""
        form = self._form_from(data)
        said = {name: read_line(form.get(name)) for name in ("theme_class", "display_name")}
        problems = _problems(said)
        if problems:
            return self._mistakes(problems)
        said["theme_class"] = find_uuid(said["theme_class"])
        self._keep(said)
        return {"result": "success", "theme_class": said}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return what the workbench offers: a class that is still to be chosen."""
        return [("Theme class, not chosen yet", "<cadretrain_theme_class/>")]

    def _card(self, messages: dict[str, str], *, is_signed_in: bool) -> Fragment:
        uuid = self.class_uuid()
        view = {
            "title": self._title() or messages["block_name"],
            "uuid": uuid,
            "is_signed_in": is_signed_in,
            "messages": messages,
            "config": {"url": THEME_CLASS_URL.format(uuid=uuid) if uuid and is_signed_in else "", "messages": messages},
        }
        return self._fragment("class.html", view, ["class_card.js"], "CadreTrainThemeClass")


def find_uuid(typed: object) -> str:
    """Return the first UUID in a text, in lower case, or nothing: authors paste whole addresses."""
    found = _UUID.search(read_line(typed))
    return found[0].lower() if found else ""


def _problems(said: dict[str, str]) -> dict[str, str]:
    problems = {}
    if not find_uuid(said["theme_class"]):
        problems["theme_class"] = "class_format" if said["theme_class"] else "class_missing"
    if len(said["display_name"]) > MAX_TITLE_LENGTH:
        problems["display_name"] = "title_too_long"
    return problems
