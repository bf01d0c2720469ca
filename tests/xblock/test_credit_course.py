"""The block in a host: views, handlers, export and import."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree, html
from opaque_keys.edx.locator import LibraryLocatorV2, LibraryUsageLocatorV2
from webob import Request
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.field_data import ReadOnlyFieldData
from xblock.fields import Scope
from xblock.runtime import DictKeyValueStore, KvsFieldData

import cadretrain_xblock
from cadretrain_xblock import CreditCourseXBlock
from cadretrain_xblock.contract import CreditCourseMarking, PageToken, read_token
from cadretrain_xblock.marking import standing_problems
from cadretrain_xblock.messages import PROBLEM
from tests.xblock.host import (
    AUTHOR,
    COURSE_RUN,
    MARKED,
    NOBODY,
    TRAINEE,
    USAGE_KEY,
    WORKBENCH,
    StudioPermissions,
    call,
    make_block,
    make_runtime,
    speaking,
)

FORM = {**MARKED, "course_duration": "15:01", "pass_mark": "80"}
OWN = (*MARKED,)
UNIT = COURSE_RUN.make_usage_key("vertical", "u1")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def author_block(**fields: object) -> CreditCourseXBlock:
    return make_block(make_runtime(AUTHOR), **fields)


def render(block: CreditCourseXBlock, view: str) -> html.HtmlElement:
    return html.fromstring(block.render(view).content)


def config_of(page: html.HtmlElement) -> dict[str, Any]:
    return json.loads(page.xpath("//*[@data-config]/@data-config")[0])


def text_of(page: html.HtmlElement) -> str:
    return " ".join(" ".join(page.itertext()).split())


class TestClass:
    def test_open_edx_finds_the_block_by_its_name(self) -> None:
        assert XBlock.load_class("cadretrain_credit_course") is CreditCourseXBlock

    def test_the_package_has_nothing_else_to_offer(self) -> None:
        with pytest.raises(AttributeError, match="no attribute 'Other'"):
            cadretrain_xblock.Other  # noqa: B018

    def test_fields_belong_to_the_author(self) -> None:
        assert {CreditCourseXBlock.fields[name].scope for name in OWN} == {Scope.settings}
        assert all(CreditCourseXBlock.fields[name].help for name in OWN)

    def test_seeing_the_card_completes_nothing(self) -> None:
        assert XBlockCompletionMode.get_mode(CreditCourseXBlock) == XBlockCompletionMode.EXCLUDED

    def test_mobile_clients_may_show_it(self) -> None:
        assert author_block().has_support(CreditCourseXBlock.student_view, "multi_device")


class TestMarking:
    def test_what_the_author_said(self) -> None:
        assert make_block(**MARKED).marking() == CreditCourseMarking(
            usage_key=str(USAGE_KEY),
            course_run="course-v1:GBXY+DY+2026",
            provider="GBXY",
            code="DY-001",
            title="调查研究的方法",
            course_duration=901,
            requirement="required",
            extent="unit",
            assessment="objective_online",
            pass_mark=80,
            source="co_developed",
            category="工作方法",
            lecturers=("周望舒", "陆知行"),
            objectives="能设计一次小型调查。\n能写出三页以内的报告。",
            knowledge_points=("选题与假设", "访谈提纲"),
        )

    def test_says_which_part_of_the_run_it_covers(self) -> None:
        block = make_block(**MARKED, parent=UNIT)
        block.get_parent = lambda: make_block(kind=CreditCourseXBlock, usage_key=UNIT, parent=None)
        assert (block.marking().covers, block.marking().within) == (str(UNIT), ())

    def test_before_the_author_has_said_anything(self) -> None:
        marking = make_block(usage_key="u0").marking()
        assert marking == CreditCourseMarking("u0", "", "", "", "", 0, "elective")

    def test_nothing_and_nonsense_in_imported_fields(self) -> None:
        block = make_block(**{**dict.fromkeys(OWN), "requirement": "whatever"})
        assert block.marking() == CreditCourseMarking(
            str(USAGE_KEY), "course-v1:GBXY+DY+2026", "", "", "", 0, "elective"
        )

    def test_an_assessment_that_does_not_exist_is_not_taken_for_none(self) -> None:
        marking = make_block(**{**MARKED, "assessment": " exam ", "extent": "page", "source": "found"}).marking()
        assert (marking.assessment, marking.extent, marking.source) == ("exam", "page", "found")

    def test_a_pass_mark_without_an_assessment_says_nothing(self) -> None:
        assert make_block(**{**MARKED, "assessment": "none", "pass_mark": 400}).marking().pass_mark == 60

    def test_data_for_mobile_clients(self) -> None:
        assert make_block(**MARKED).student_view_data() == {
            "code": "DY-001",
            "title": "调查研究的方法",
            "provider": "GBXY",
            "course_duration": 901,
            "requirement": "required",
            "extent": "unit",
            "assessment": "objective_online",
            "pass_mark": 80,
            "source": "co_developed",
            "category": "工作方法",
            "lecturers": ("周望舒", "陆知行"),
            "objectives": "能设计一次小型调查。\n能写出三页以内的报告。",
            "knowledge_points": ("选题与假设", "访谈提纲"),
        }
        assert make_block().student_view_data()["pass_mark"] is None


class TestLearnerCard:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (
                "zh-hans",
                [
                    "学时课程 调查研究的方法 学时 – 课程时长 – 已学时长 –",
                    "考核方式 客观考核（线上） · 合格线 80%",
                    "主讲人 周望舒 · 陆知行",
                    "正在读取学习进度……",
                ],
            ),
            (
                "en",
                [
                    "Credit course 调查研究的方法 Credit-hours – Course duration – Learned so far –",
                    "Assessment Objective test, online · pass mark 80 %",
                    "Lecturers 周望舒 · 陆知行",
                    "Loading your progress…",
                ],
            ),
        ],
    )
    def test_says_what_it_will_show(self, language: str, words: list[str]) -> None:
        with speaking(language):
            assert text_of(render(make_block(**MARKED), "student_view")).startswith(" ".join(words))

    def test_tells_of_what_it_teaches_only_what_was_said(self) -> None:
        (about,) = render(make_block(**MARKED), "student_view").xpath("//details")
        assert about.xpath("summary/text()") == ["About this course"]
        assert about.xpath(".//li/text()") == ["选题与假设", "访谈提纲"]
        assert "能写出三页以内的报告。" in text_of(about)
        bare = render(make_block(), "student_view")
        assert bare.xpath("//details | //dl[contains(@class, 'lesser')]") == []

    def test_has_a_progress_bar_for_everybody(self) -> None:
        (bar,) = render(make_block(**MARKED), "student_view").xpath("//*[@role='progressbar']")
        values = {name: bar.get(f"aria-{name}") for name in ("label", "valuemin", "valuemax", "valuenow")}
        assert values == {"label": "Progress", "valuemin": "0", "valuemax": "100", "valuenow": "0"}

    @pytest.mark.parametrize(("seconds", "minutes"), [(0, "0"), (1, "1"), (900, "15"), (901, "16")])
    def test_course_minutes_are_rounded_up(self, seconds: int, minutes: str) -> None:
        page = render(make_block(course_duration=seconds), "student_view")
        assert page.xpath("//@data-minutes") == [minutes]

    def test_carries_a_token_for_this_person_and_this_place(self) -> None:
        config = config_of(render(make_block(**MARKED), "student_view"))
        token = read_token(config["token"])
        assert token == PageToken(7, str(USAGE_KEY), token.session)
        assert config["beatUrl"] == "/cadretrain/api/v1/learning/beat/"
        assert config["stateUrl"] == "/cadretrain/api/v1/learning/state/"

    def test_links_to_the_rules_which_are_hidden_until_they_have_to_be_accepted(self) -> None:
        (rules,) = render(make_block(**MARKED), "student_view").xpath("//*[@data-part='rules']")
        (link,) = rules.xpath("a")
        assert "hidden" in rules.attrib
        assert (link.get("href"), link.get("target"), link.get("rel")) == ("/cadretrain/rules/", "_blank", "noopener")
        assert link.text

    def test_each_rendering_is_a_session_of_its_own(self) -> None:
        block = make_block(**MARKED)
        tokens = [read_token(config_of(render(block, "student_view"))["token"]) for _ in range(2)]
        assert tokens[0].session != tokens[1].session

    @pytest.mark.parametrize("user", [NOBODY, WORKBENCH, None])
    @pytest.mark.parametrize("view", ["student_view", "public_view"])
    def test_asks_strangers_to_sign_in(self, user: dict[str, Any] | None, view: str) -> None:
        with speaking("zh-hans"):
            page = render(make_block(make_runtime(user), **MARKED), view)
        assert "token" not in config_of(page)
        assert "请登录，登录后才记录您在本课程的学习。" in text_of(page)
        assert page.xpath("//*[@role='progressbar']") == []

    def test_a_title_cannot_break_out(self) -> None:
        title = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
        said = dict.fromkeys(("display_name", "lecturers", "objectives", "knowledge_points"), title)
        for block, view in ((make_block(**said), "student_view"), (author_block(**said), "studio_view")):
            assert render(block, view).xpath("//script | //img") == []
        assert render(make_block(**said), "student_view").xpath("//h3/text()") == [title]

    def test_an_untitled_course_is_called_what_it_is(self) -> None:
        with speaking("zh-hans"):
            assert render(make_block(), "student_view").xpath("//h3/text()") == ["学时课程"]

    def test_scripts_come_in_the_order_they_need(self) -> None:
        fragment = make_block().render("student_view")
        urls = [resource.data for resource in fragment.resources if resource.kind == "url"]
        assert urls == [
            "/resource/public/cadretrain.css",
            "/resource/public/common.js",
            "/resource/public/card.js",
            "/resource/public/beats.js",
            "/resource/public/pace.js",
            "/resource/public/presence.js",
            "/resource/public/place.js",
            "/resource/public/tracker.js",
        ]
        assert html.fromstring(fragment.content).xpath("//@data-init") == ["CadreTrainCreditCourse"]


class TestAuthorView:
    def test_shows_what_is_marked(self) -> None:
        with speaking("zh-hans"):
            page = render(author_block(**MARKED), "author_view")
        facts = dict(zip(page.xpath("//dt/text()"), page.xpath("//dd/text()"), strict=True))
        assert facts == {
            "学时": "–",
            "课程时长（分钟）": "15:01",
            "课程代码": "DY-001",
            "建议类别": "必修课程",
            "培训机构": "GBXY",
            "课程范围": "本单元",
            "考核方式": "客观考核（线上） · 合格线 80%",
            "课程来源": "合作开发",
            "课程分类": "工作方法",
            "主讲人": "周望舒 · 陆知行",
        }
        assert page.xpath("//*[@role='alert']") == []
        assert config_of(page)["courseDuration"] == 901
        assert config_of(page)["creditHoursUrl"] == "/cadretrain/api/v1/courses/credit-hours/"

    def test_complains_of_what_is_missing(self) -> None:
        with speaking("zh-hans"):
            page = render(author_block(), "author_view")
        assert page.xpath("//*[@role='alert']//li/text()") == [
            "请填写课程名称。",
            "请填写课程代码。",
            "请填写课程时长（分钟），如 16 或 15:01。",
        ]
        assert "开课课程所属的组织" in text_of(page)
        assert "无需考核" in text_of(page)

    def test_complains_of_what_an_import_brought(self) -> None:
        page = render(author_block(**{**MARKED, "assessment": "exam", "source": "found"}), "author_view")
        told = page.xpath("//*[@role='alert']//li/text()")
        assert told == [PROBLEM["assessment_unknown"], PROBLEM["source_unknown"]]

    def test_complains_of_a_negative_duration_from_an_import(self) -> None:
        page = render(author_block(**{**MARKED, "course_duration": -60}), "author_view")
        assert page.xpath("//*[@role='alert']//li/text()") == [PROBLEM["duration_not_positive"]]

    @pytest.mark.parametrize(("seconds", "warned"), [(1800, False), (1801, True)])
    def test_warns_of_a_course_longer_than_any_band(self, seconds: int, warned: bool) -> None:
        page = render(author_block(**{**MARKED, "course_duration": seconds}), "author_view")
        assert ("one credit-hour however long" in text_of(page.xpath("//section")[0])) is warned

    def test_starts_its_script(self) -> None:
        page = render(author_block(), "author_view")
        assert page.xpath("//@data-init") == ["CadreTrainCreditCourseAuthor"]


class TestStudioForm:
    def test_is_filled_with_what_is_stored(self) -> None:
        page = render(author_block(**MARKED), "studio_view")
        values = {node.get("name"): node.get("value") for node in page.xpath("//input")}
        assert values == {
            "display_name": "调查研究的方法",
            "course_code": "DY-001",
            "course_duration": "15:01",
            "provider": "GBXY",
            "pass_mark": "80",
            "category": "工作方法",
        }
        chosen = {node.get("name"): node.xpath("option[@selected]/@value") for node in page.xpath("//select")}
        assert chosen == {name: [MARKED[name]] for name in ("extent", "requirement", "assessment", "source")}
        texts = {node.get("name"): node.text.removeprefix("\n") for node in page.xpath("//textarea")}
        assert texts == {name: MARKED[name] for name in ("lecturers", "objectives", "knowledge_points")}

    def test_is_in_groups_with_headings(self) -> None:
        page = render(author_block(), "studio_view")
        found = {group.xpath("string(legend)"): group.xpath(".//@name") for group in page.xpath("//fieldset")}
        assert found == {
            "What it is": ["display_name", "course_code", "extent", "requirement", "provider"],
            "How long it takes": ["course_duration"],
            "How it is assessed": ["assessment", "pass_mark"],
            "More about it": ["source", "category", "objectives", "lecturers", "knowledge_points"],
        }

    def test_what_an_import_brought_is_shown_as_it_is(self) -> None:
        page = render(author_block(assessment="exam"), "studio_view")
        (field,) = page.xpath("//select[@name='assessment']")
        assert field.xpath("option[@selected]/@value") == ["exam"]

    def test_starts_empty(self) -> None:
        page = render(author_block(), "studio_view")
        values = {node.get("name"): node.get("value") for node in page.xpath("//input")}
        assert {name for name, value in values.items() if value} == {"pass_mark"}
        assert page.xpath("//option[@selected]/@value") == ["unit", "elective", "none", "self_developed"]

    def test_every_field_is_labelled_and_explained(self) -> None:
        page = render(author_block(), "studio_view")
        for control in page.xpath("//input | //select | //textarea"):
            assert page.xpath(f"//label[@for='{control.get('id')}']")
            error, explanation = control.get("aria-describedby").split()
            assert page.xpath(f"//*[@id='{error}']/@data-error") == [control.get("name")]
            assert page.xpath(f"//*[@id='{explanation}']")[0].text_content()

    def test_says_what_may_not_stay_empty(self) -> None:
        needed = render(author_block(), "studio_view").xpath("//label[span]")
        assert [label.text.strip() for label in needed] == [
            "Course title",
            "Course code",
            "Course duration (minutes)",
            "Pass mark (%)",
        ]

    def test_two_forms_on_a_page_do_not_share_ids(self) -> None:
        block = author_block()
        first, second = (set(render(block, "studio_view").xpath("//@id")) for _ in range(2))
        assert first
        assert not first & second

    @pytest.mark.parametrize(
        ("language", "what", "how", "more"),
        [
            (
                "zh-hans",
                ["课程名称", "课程代码", "课程范围", "建议类别", "培训机构"],
                ["课程时长（分钟）", "考核方式", "合格线（%）"],
                ["课程来源", "课程分类", "教学目标", "主讲人", "知识点"],
            ),
            (
                "en",
                ["Course title", "Course code", "What the course covers", "Proposed as", "Training institution"],
                ["Course duration (minutes)", "Assessment", "Pass mark (%)"],
                ["Source of the course", "Category", "Objectives", "Lecturers", "Knowledge points"],
            ),
        ],
    )
    def test_speaks_the_authors_language(self, language: str, what: list[str], how: list[str], more: list[str]) -> None:
        with speaking(language):
            found = render(author_block(), "studio_view").xpath("//label")
            assert [label.text.strip() for label in found] == [*what, *how, *more]

    def test_starts_its_script(self) -> None:
        page = render(author_block(), "studio_view")
        assert page.xpath("//@data-init") == ["CadreTrainCreditCourseStudio"]


class TestSaveMarking:
    def test_keeps_what_was_typed(self) -> None:
        runtime = make_runtime(AUTHOR)
        answer = call(make_block(runtime), "save_marking", FORM)
        assert answer == (200, {"result": "success", "credit_course": MARKED})
        assert make_block(runtime).marking() == make_block(**MARKED).marking()

    def test_says_what_is_wrong_in_the_authors_language_and_keeps_nothing(self) -> None:
        block = author_block(**MARKED)
        with speaking("zh-hans"):
            status, answer = call(block, "save_marking", {**FORM, "course_duration": "0", "course_code": ""})
        assert (status, answer) == (
            200,
            {
                "result": "error",
                "errors": {
                    "course_code": "请填写课程代码。",
                    "course_duration": (
                        "课程时长为 0 分钟或负数，不能计算学时。请填写课程的实际时长，如 16 或 15:01。"
                    ),
                },
            },
        )
        assert block.course_code == "DY-001"
        assert block.course_duration == 901

    @pytest.mark.parametrize(
        ("field", "typed", "problem"),
        [
            ("display_name", "", "title_missing"),
            ("display_name", "x" * 256, "title_too_long"),
            ("course_code", "课程", "code_format"),
            ("course_duration", "", "duration_empty"),
            ("course_duration", "sixteen", "duration_format"),
            ("course_duration", "-1", "duration_not_positive"),
            ("course_duration", "99999", "duration_too_long"),
            ("requirement", "maybe", "requirement_unknown"),
            ("provider", "a b", "provider_format"),
        ],
    )
    def test_each_mistake_has_its_own_words(self, field: str, typed: str, problem: str) -> None:
        answer = call(author_block(), "save_marking", {**FORM, field: typed})
        assert answer == (200, {"result": "error", "errors": {field: PROBLEM[problem]}})

    @pytest.mark.parametrize("body", [[], "text", 5, None])
    def test_wants_an_object(self, body: object) -> None:
        assert call(author_block(), "save_marking", body) == (400, {"error": PROBLEM["not_an_object"]})

    def test_wants_json(self) -> None:
        assert call(author_block(), "save_marking", b"display_name=x")[0] == 400

    def test_wants_a_post(self) -> None:
        block = author_block()
        assert block.runtime.handle(block, "save_marking", Request.blank("/")).status_code == 405

    @pytest.mark.parametrize("user", [TRAINEE, NOBODY, None])
    def test_refuses_everybody_else(self, user: dict[str, Any] | None) -> None:
        block = make_block(make_runtime(user), **MARKED)
        with speaking("zh-hans"):
            answer = call(block, "save_marking", {**FORM, "course_duration": "200"})
        assert answer == (403, {"error": "只有本课程的作者才能修改，且只能在 Studio 中修改。"})
        assert block.course_duration == 901

    def test_works_in_studio_where_authors_look_like_students(self) -> None:
        runtime = make_runtime(TRAINEE, studio_user_permissions=StudioPermissions({COURSE_RUN}))
        assert call(make_block(runtime), "save_marking", FORM)[0] == 200

    def test_works_in_the_stock_workbench(self) -> None:
        block = make_block(make_runtime(WORKBENCH), usage_key="scenario.d0.u0")
        assert call(block, "save_marking", FORM)[0] == 200

    def test_the_lms_refuses_the_course_team_too(self) -> None:
        stored = KvsFieldData(DictKeyValueStore())
        make_block(make_runtime(AUTHOR, field_data=stored), **MARKED)
        block = make_block(make_runtime(AUTHOR, field_data=ReadOnlyFieldData(stored)))
        assert call(block, "save_marking", {**FORM, "course_duration": "20"}) == (
            403,
            {"error": PROBLEM["forbidden"]},
        )
        assert make_block(make_runtime(AUTHOR, field_data=stored)).course_duration == 901

    def test_works_in_a_library(self) -> None:
        key = LibraryUsageLocatorV2(LibraryLocatorV2("GBXY", "lib"), "cadretrain_credit_course", "one")
        assert call(make_block(usage_key=key), "save_marking", FORM)[0] == 200


class TestReadDuration:
    def test_says_how_it_is_understood(self) -> None:
        answer = call(make_block(), "read_duration", {"course_duration": "15\uff1a01"})
        assert answer == (200, {"result": "success", "course_duration": 901, "hint": ""})

    @pytest.mark.parametrize(("typed", "hinted"), [("30", False), ("30:01", True)])
    def test_hints_that_a_long_course_gives_no_more(self, typed: str, hinted: bool) -> None:
        _status, answer = call(make_block(), "read_duration", {"course_duration": typed})
        assert answer["hint"].startswith("A course of more than 30 minutes") is hinted

    def test_says_why_not(self) -> None:
        with speaking("zh-hans"):
            answer = call(make_block(), "read_duration", {"course_duration": "半小时"})
        words = "无法识别的时长。请填写分钟，如 16 或 15.5；或分和秒，如 15:01。"
        assert answer == (200, {"result": "error", "errors": {"course_duration": words}})

    def test_wants_an_object(self) -> None:
        assert call(make_block(), "read_duration", ["15"]) == (400, {"error": PROBLEM["not_an_object"]})


class TestOlx:
    def test_export_and_import_lose_nothing(self) -> None:
        source = make_block(**MARKED, usage_key="u1")
        olx = io.BytesIO()
        source.runtime.export_to_xml(source, olx)
        runtime = make_runtime(TRAINEE)
        copy = runtime.get_block(runtime.parse_xml_string(olx.getvalue()))
        assert {name: getattr(copy, name) for name in MARKED} == MARKED
        assert replace(copy.marking(), usage_key="", course_run="") == replace(
            source.marking(), usage_key="", course_run=""
        )

    def test_is_written_as_plain_attributes(self) -> None:
        node = etree.Element("unknown")
        make_block(**MARKED).add_xml_to_node(node)
        assert node.tag == "cadretrain_credit_course"
        assert {**node.attrib} == {
            **MARKED,
            "course_duration": "901",
            "pass_mark": "80",
            "xblock-family": "xblock.v1",
        }
        assert len(node) == 0

    def test_defaults_are_not_written(self) -> None:
        node = etree.Element("unknown")
        make_block().add_xml_to_node(node)
        assert set(node.attrib) == {"xblock-family"}

    @pytest.mark.parametrize(
        ("attribute", "field", "understood"),
        [
            ('lecturers="周望舒；陆知行; 郑一"', "lecturers", ("周望舒", "陆知行", "郑一")),
            ('knowledge_points="甲&#10;乙\n丙"', "knowledge_points", ("甲", "乙 丙")),
            ('objectives=" 能说。&#10;能写。"', "objectives", "能说。\n能写。"),
            ('assessment="" pass_mark="70"', "assessment", "none"),
            ('assessment="objective_online" pass_mark="七十"', "pass_mark", 60),
            ('assessment="objective_online" pass_mark="[1"', "pass_mark", 60),
            ('assessment="objective_online" pass_mark=""', "pass_mark", 60),
            ('course_duration="a: b: c"', "course_duration", 0),
            ('course_duration=".inf"', "course_duration", 0),
            ('course_duration="2026-01-01"', "course_duration", 0),
            ('extent=" subsection "', "extent", "subsection"),
            ('source="" unheard_of="x"', "source", "self_developed"),
        ],
    )
    def test_written_by_hand(self, attribute: str, field: str, understood: object) -> None:
        runtime = make_runtime(TRAINEE)
        block = runtime.get_block(runtime.parse_xml_string(f"<cadretrain_credit_course {attribute}/>".encode()))
        assert getattr(block.marking(), field) == understood

    def test_workbench_scenarios_are_olx(self) -> None:
        scenarios = CreditCourseXBlock.workbench_scenarios()
        assert len(scenarios) == 2
        for _title, olx in scenarios:
            assert etree.fromstring(olx).xpath("//cadretrain_credit_course | /cadretrain_credit_course")

    def test_a_scenario_is_marked_as_its_author_meant(self) -> None:
        _title, olx = CreditCourseXBlock.workbench_scenarios()[0]
        (node,) = etree.fromstring(olx).xpath("//cadretrain_credit_course")
        runtime = make_runtime(TRAINEE)
        marking = runtime.get_block(runtime.parse_xml_string(etree.tostring(node))).marking()
        assert (marking.code, marking.course_duration, marking.requirement) == ("DY-001", 901, "required")
        assert marking.lecturers == ("周望舒", "陆知行")
        assert standing_problems(marking) == []
