"""An answer to whoever asks for what cannot be done."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.refusals import Refused, checked_line, checked_text


def test_it_says_what_cannot_be_done_and_where() -> None:
    refused = Refused("too_long", "The %(what)s is longer than %(most)d characters.", "name", what="name", most=5)
    assert (refused.code, refused.field) == ("too_long", "name")
    assert str(refused) == "The name is longer than 5 characters."


def test_a_plain_sentence_may_hold_a_percent_sign_of_its_own() -> None:
    assert str(Refused("share", "100%% of the hours")) == "100% of the hours"


def test_it_speaks_the_language_of_whoever_reads_it() -> None:
    refused = Refused("missing", _("This must not be empty."))
    with translation.override("zh-hans"):
        chinese = str(refused)
    with translation.override("en"):
        assert (str(refused), chinese) == ("This must not be empty.", "此项不能为空。")


def test_it_is_a_value_error_so_that_callers_who_know_only_those_still_stop() -> None:
    assert issubclass(Refused, ValueError)


def test_space_around_is_left_off_and_layout_kept() -> None:
    assert checked_text("reason", " 因公\n出差\t两月 ", 20) == "因公\n出差\t两月"


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000"])
def test_a_blank_is_missing_unless_it_may_be(blank: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_text("reason", blank, 20)
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert checked_text("reason", blank, 20, optional=True) == ""


def test_as_long_as_is_let_and_no_longer() -> None:
    assert checked_text("reason", " " + 20 * "长" + " ", 20) == 20 * "长"
    with pytest.raises(Refused) as refused, translation.override("en"):
        checked_text("reason", 21 * "长", 20, optional=True)
    assert refused.value.code == "too_long"
    with translation.override("en"):
        assert str(refused.value) == "Say it in at most 20 characters."


@pytest.mark.parametrize("bad", ["a\0b", "a\x1bb", "a\ud800b", "a\x85b"])
def test_what_not_every_database_takes(bad: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_text("reason", bad, 20)
    assert refused.value.code == "bad_characters"


def test_a_refusal_says_nothing_of_its_values_to_programs() -> None:
    refused = Refused("code", "More than %(longest)s.", "field", longest=3)
    assert (repr(refused), str(refused), refused.values) == ("Refused('code')", "More than 3.", {"longest": 3})


def test_a_line_is_spelled_in_one_way_and_shows_all_that_it_holds() -> None:
    assert checked_line("name", " 某省\u3000财政厅\n处室 ", 20) == "某省 财政厅 处室"
    for bad in ("a\u202eb", "a\0b"):
        with pytest.raises(Refused) as refused:
            checked_line("name", bad, 20)
        assert refused.value.code == "bad_characters"
    with pytest.raises(Refused) as refused:
        checked_line("name", "\n", 20)
    assert refused.value.code == "missing"
