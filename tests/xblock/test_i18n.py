"""The host's catalogues first, then the block's own."""

from __future__ import annotations

import pytest
from django.utils import translation

from cadretrain_xblock.i18n import Translator
from tests.xblock.host import speaking


class Operator:
    """An i18n service with one sentence of the operator's own."""

    def gettext(self, message: str) -> str:
        return {"Credit-hours": "学分"}.get(message, message)


@pytest.mark.parametrize("language", ["zh-cn", "zh-hans", "zh", "zh-sg", "zh-Hans"])
def test_simplified_chinese_under_every_name(language: str) -> None:
    with speaking(language):
        assert Translator(None).gettext("Credit-hours") == "学时"


@pytest.mark.parametrize("language", ["en", "en-us", "fr", "zh-hant", "zh-tw"])
def test_other_languages_get_the_source(language: str) -> None:
    with speaking(language):
        assert Translator(None).gettext("Credit-hours") == "Credit-hours"


def test_the_operators_words_come_first() -> None:
    with speaking("zh-hans"):
        translator = Translator(Operator())
        assert translator.gettext("Credit-hours") == "学分"
        assert translator.gettext("Course duration") == "课程时长"


def test_djangos_own_words_serve_in_the_workbench() -> None:
    with speaking("zh-hans"):
        assert Translator(translation).gettext("Credit-hours") == "学时"


def test_with_translation_switched_off() -> None:
    with speaking("zh-hans"), translation.override(None):
        assert Translator(None).gettext("Credit-hours") == "Credit-hours"


def test_what_nobody_has_translated_stays_as_it_is() -> None:
    with speaking("zh-hans"):
        assert Translator(None).gettext("Not a sentence of ours") == "Not a sentence of ours"
