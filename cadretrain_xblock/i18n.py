"""Translation of the block's strings in every host.

Open edX's i18n service reads a block's own catalogues, or those the operator pulled for it; the workbench's
reads only Django's. So the service is asked first, and what it leaves untranslated is looked up here.
"""

from __future__ import annotations

import gettext as gettext_module
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.utils.translation import get_language, to_locale

CATALOGUES = Path(__file__).parent / "translations"
DOMAIN = "text"


class Translates(Protocol):
    """The one method of the host's i18n service that is used here."""

    def gettext(self, message: str, /) -> str:
        """Return ``message`` in the language of the request."""
        ...


class Translator:
    """Speaks the language of the request: the host's catalogues first, then the block's own."""

    def __init__(self, service: Translates | None) -> None:
        self._service = service

    def gettext(self, message: str) -> str:
        """Return ``message`` in the language of the request, or unchanged where nobody has translated it."""
        told = self._service.gettext(message) if self._service is not None else message
        return told if told != message else own_catalogue(get_language()).gettext(message)


@lru_cache(maxsize=32)
def own_catalogue(language: str | None) -> gettext_module.NullTranslations:
    """Return the block's own catalogue for a language code of Django; an empty one if there is none."""
    return gettext_module.translation(DOMAIN, CATALOGUES, languages=_locales(language), fallback=True)


def _locales(language: str | None) -> list[str]:
    if not language:
        return []
    locale = to_locale(language)
    # Django says zh-hans where older Open edX says zh-cn: both are the simplified script.
    simplified = ["zh_CN"] if locale in {"zh", "zh_Hans", "zh_SG"} else []
    return [locale, *simplified]
