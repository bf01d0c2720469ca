"""The answer to whoever asks for what cannot be done: a code for programs, a sentence for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(ValueError):  # noqa: N818 - an answer, no fault
    """What was asked for cannot be done, and nothing was.

    ``code`` is stable; ``text`` is lazy, so that it is said in the language of whoever reads it; ``field`` names the
    part of the input to mend, empty where it is none. Personal data does not belong in ``values``.
    """

    def __init__(self, code: str, text: str | StrPromise, field: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return str(self.text) % self.values


_LAYOUT: Final = "\t\n\r"
_UNSTORABLE: Final = {"Cc", "Cs"}
"""Unicode's kinds of characters that not every database takes."""
_INVISIBLE: Final = {*_UNSTORABLE, "Cf"}
"""Besides these, those that nobody sees, such as what turns the direction of writing."""


def checked_text(field: str, text: str, longest: int, *, optional: bool = False) -> str:
    """Return what somebody wrote without the space around it, if it can be kept.

    Raises ``Refused`` with code ``missing`` unless it is ``optional``, with ``too_long`` above ``longest`` characters,
    with ``bad_characters`` for control characters, which not every database takes.
    """
    return _checked(field, text.strip(), longest, _UNSTORABLE, optional=optional)


def checked_line(field: str, text: str, longest: int, *, optional: bool = False) -> str:
    """Return a text of one line in its one spelling: composed (NFC), with single spaces between its words.

    Raises ``Refused`` as ``checked_text`` does, with ``bad_characters`` also for any that nobody sees.
    """
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    return _checked(field, line, longest, _INVISIBLE, optional=optional)


def _checked(field: str, said: str, longest: int, bad: Collection[str], *, optional: bool) -> str:
    if not said and not optional:
        raise Refused("missing", _("This must not be empty."), field)
    if len(said) > longest:
        raise Refused("too_long", _("Say it in at most %(longest)s characters."), field, longest=longest)
    if any(unicodedata.category(character) in bad for character in said if character not in _LAYOUT):
        raise Refused("bad_characters", _("This holds characters that cannot be stored. Write it anew."), field)
    return said
