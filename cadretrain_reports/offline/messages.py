"""Words of the command line and of the offline tools in the reader's language, without Django.

The catalogues are the package's own (``locale/*/LC_MESSAGES/django.mo``); the language is that of the environment.
Import the function as ``_`` so that the collector of messages finds the texts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"
DOMAIN = "django"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the catalogue names to try, best first: every Chinese locale reads ``zh_CN``, C and POSIX none."""
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    names = [name.split(".")[0].split("@")[0] for name in value.split(":")]
    return tuple("zh_CN" if name.lower().startswith("zh") else name for name in names if name not in {"", "C", "POSIX"})


@lru_cache(maxsize=8)
def catalogue(names: tuple[str, ...], directory: Path = LOCALE) -> NullTranslations:
    """Return the catalogue of the first language that has one, else one that leaves texts as they are."""
    if not names:
        return NullTranslations()
    return translation(DOMAIN, localedir=str(directory), languages=list(names), fallback=True)


def gettext(message: str) -> str:
    """Return ``message`` in the language of the environment."""
    return catalogue(languages(os.environ)).gettext(message)


def gettext_noop(message: str) -> str:
    """Return ``message`` unchanged: it is marked for the catalogues here, and translated where it is shown."""
    return message
