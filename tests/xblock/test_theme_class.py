"""The Theme class block in a host: views, handler, export and import."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree, html
from xblock.core import XBlock

import cadretrain_xblock
from cadretrain_xblock import ThemeClassXBlock
from cadretrain_xblock.messages import PROBLEM
from cadretrain_xblock.theme_class import find_uuid
from tests.xblock.host import AUTHOR, COURSE_RUN, NOBODY, TRAINEE, call, make_block, make_runtime, speaking
from tests.xblock.test_credit_course import config_of, render, text_of

UUID = "3f1c9d3e-8a52-4b6e-9f00-1234567890ab"
URL = f"/cadretrain/api/v1/theme-classes/{UUID}/card/"
KEY = COURSE_RUN.make_usage_key("cadretrain_theme_class", "youth")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def class_block(user: dict[str, Any] | None = TRAINEE, **fields: object) -> ThemeClassXBlock:
    block: ThemeClassXBlock = make_block(make_runtime(user), usage_key=KEY, kind=ThemeClassXBlock, **fields)
    return block


def test_open_edx_finds_the_block_by_its_name() -> None:
    assert XBlock.load_class("cadretrain_theme_class") is ThemeClassXBlock
    assert {*cadretrain_xblock.__all__} == {"CreditCourseXBlock", "ThemeClassXBlock"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (UUID, UUID),
        (f" {UUID.upper()} ", UUID),
        (f"https://lms.example/classes/{UUID}/?tab=1", UUID),
        (UUID[:-1], ""),
        ("K1", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_the_class_is_found_in_what_was_typed(typed: object, found: str) -> None:
    assert find_uuid(typed) == found


class TestCard:
    @pytest.mark.parametrize("view", ["student_view", "author_view"])
    def test_asks_the_plugin_for_the_class(self, view: str) -> None:
        page = render(class_block(theme_class=UUID, display_name="青年干部班"), view)
        assert config_of(page)["url"] == URL
        assert page.xpath("//h3/text()") == ["青年干部班"]
        assert page.xpath("//*[@data-part='state']/@role") == ["status"]
        assert page.xpath("//@data-init") == ["CadreTrainThemeClass"]

    @pytest.mark.parametrize("view", ["student_view", "public_view"])
    @pytest.mark.parametrize("user", [NOBODY, None])
    def test_asks_strangers_to_sign_in(self, user: dict[str, Any] | None, view: str) -> None:
        page = render(class_block(user, theme_class=UUID), view)
        assert config_of(page)["url"] == ""
        assert "Sign in to see where you stand in this class." in text_of(page)

    @pytest.mark.parametrize("chosen", ["", None, "K1"])
    @pytest.mark.parametrize("view", ["student_view", "author_view"])
    def test_says_that_no_class_is_chosen(self, view: str, chosen: str | None) -> None:
        page = render(class_block(theme_class=chosen), view)
        assert config_of(page)["url"] == ""
        assert "No theme class has been chosen for this place yet." in text_of(page)

    def test_a_heading_cannot_break_out(self) -> None:
        title = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
        page = render(class_block(theme_class=UUID, display_name=title), "student_view")
        assert page.xpath("//script | //img") == []

    def test_data_for_mobile_clients(self) -> None:
        block = class_block(theme_class=UUID.upper())
        assert block.student_view_data() == {"title": "", "theme_class": UUID}
        assert block.has_support(ThemeClassXBlock.student_view, "multi_device")


class TestStudioForm:
    def test_is_filled_with_what_is_stored(self) -> None:
        page = render(class_block(AUTHOR, theme_class=UUID, display_name="青年干部班"), "studio_view")
        values = {node.get("name"): node.get("value") for node in page.xpath("//input")}
        assert values == {"theme_class": UUID, "display_name": "青年干部班"}
        assert page.xpath("//@data-init") == ["CadreTrainThemeClassStudio"]
        assert page.xpath("//*[@data-part='propose']") == []

    def test_every_field_is_labelled_and_explained(self) -> None:
        with speaking("zh-hans"):
            page = render(class_block(AUTHOR), "studio_view")
        assert [label.text.strip() for label in page.xpath("//label")] == ["专题班标识", "标题"]
        for control in page.xpath("//input"):
            assert page.xpath(f"//label[@for='{control.get('id')}']")
            assert [len(page.xpath(f"//*[@id='{name}']")) for name in control.get("aria-describedby").split()] == [1, 1]


class TestSaveClass:
    def test_keeps_what_was_pasted(self) -> None:
        block = class_block(AUTHOR)
        said = {"theme_class": f"https://lms.example/classes/{UUID.upper()}/", "display_name": " 青年\n干部班 "}
        kept = {"theme_class": UUID, "display_name": "青年 干部班"}
        assert call(block, "save_class", said) == (200, {"result": "success", "theme_class": kept})
        assert (block.class_uuid(), block.display_name) == (UUID, "青年 干部班")

    @pytest.mark.parametrize(
        ("typed", "field", "problem"),
        [
            ({"theme_class": ""}, "theme_class", "class_missing"),
            ({}, "theme_class", "class_missing"),
            ({"theme_class": "K1"}, "theme_class", "class_format"),
            ({"theme_class": UUID, "display_name": "题" * 256}, "display_name", "title_too_long"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, typed: dict[str, str], field: str, problem: str) -> None:
        block = class_block(AUTHOR, theme_class=UUID)
        answer = call(block, "save_class", typed)
        assert answer == (200, {"result": "error", "errors": {field: PROBLEM[problem]}})
        assert block.theme_class == UUID

    @pytest.mark.parametrize("user", [TRAINEE, NOBODY, None])
    def test_refuses_everybody_else(self, user: dict[str, Any] | None) -> None:
        assert call(class_block(user), "save_class", {"theme_class": UUID}) == (403, {"error": PROBLEM["forbidden"]})

    def test_wants_an_object(self) -> None:
        assert call(class_block(AUTHOR), "save_class", [UUID]) == (400, {"error": PROBLEM["not_an_object"]})


class TestOlx:
    def test_export_and_import_lose_nothing(self) -> None:
        source = class_block(theme_class=UUID, display_name="青年干部班")
        olx = io.BytesIO()
        source.runtime.export_to_xml(source, olx)
        runtime = make_runtime(TRAINEE)
        copy = runtime.get_block(runtime.parse_xml_string(olx.getvalue()))
        assert (copy.class_uuid(), copy.display_name) == (UUID, "青年干部班")

    def test_workbench_scenarios_are_olx(self) -> None:
        ((_title, olx),) = ThemeClassXBlock.workbench_scenarios()
        assert etree.fromstring(olx).tag == "cadretrain_theme_class"
        assert html.fromstring(olx) is not None
