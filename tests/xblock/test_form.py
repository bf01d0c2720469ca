"""The author's form as its template draws it."""

from __future__ import annotations

from cadretrain_xblock.form import COURSE_FIELDS, Field, FormBuilder, Group, new_prefix
from cadretrain_xblock.messages import FORM_FIELD, GROUP
from tests.xblock.host import MARKED


def test_groups_carry_words_values_and_options() -> None:
    told = {"code": ("Code", "Its code."), "kind": ("Kind", "Its kind.")}
    builder = FormBuilder(str.upper, told, {"kind": {"a": "First"}}, frozenset({"code"}))
    kinds = {"what": {"code": "code"}, "how": {"kind": "choice"}}
    made = builder.groups(kinds, {"what": "What", "how": "How"}, {"code": "C1", "kind": "a"})  # type: ignore[arg-type]
    assert made == [
        Group("what", "WHAT", [Field("code", "code", "CODE", "ITS CODE.", "C1", is_needed=True)]),
        Group("how", "HOW", [Field("kind", "choice", "KIND", "ITS KIND.", "a", options={"a": "FIRST"})]),
    ]


def test_every_field_of_a_course_has_its_place_and_its_words() -> None:
    names = [name for fields in COURSE_FIELDS.values() for name in fields]
    assert sorted(names) == sorted(MARKED) == sorted(FORM_FIELD)
    assert list(COURSE_FIELDS) == list(GROUP)


def test_prefixes_differ() -> None:
    assert new_prefix() != new_prefix()
