"""The blocks of a unit as contents."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

from cadretrain_reports.offline.olx.archive import read_archive
from cadretrain_reports.offline.olx.components import contents_of
from cadretrain_reports.offline.olx.structure import Reader, read_course
from cadretrain_reports.rules.proposals import Activity, Alternatives, Content, Draw, Problem, Text, TextCount, Video
from tests.factories_olx import archive, course

P1 = Problem("", TextCount(characters=2), {"multiplechoiceresponse": 1})


def contents(tmp_path: Path, unit: str, **files: str | None) -> tuple[Content, ...]:
    return read(tmp_path, unit, **files)[0]


def read(tmp_path: Path, unit: str, **files: str | None) -> tuple[tuple[Content, ...], list[str]]:
    changed = {"vertical/u1.xml": f"<vertical>{unit}</vertical>", **files}
    reader = Reader(read_archive(archive(tmp_path / "a.tar.gz", course(**changed))))
    found = contents_of(reader, read_course(reader).places[0].unit)
    return found, list(reader.missing)


def test_pages_and_problems(tmp_path: Path) -> None:
    found = contents(tmp_path, '<html url_name="h1"/><problem url_name="p1"/>')
    assert found == (Text("正文", TextCount(characters=600)), P1)


def test_a_page_within_the_unit(tmp_path: Path) -> None:
    assert contents(tmp_path, '<html url_name="x" display_name=" 一\n页 "><p>调查</p></html>') == (
        Text("一 页", TextCount(characters=2)),
    )


def test_a_page_whose_text_is_missing(tmp_path: Path) -> None:
    assert read(tmp_path, '<html url_name="h1"/>', **{"html/h1.html": None}) == (
        (Activity("正文", "html"),),
        ["html/h1.html"],
    )


def test_blocks_that_are_missing(tmp_path: Path) -> None:
    found, missing = read(tmp_path, '<problem url_name="gone"/><lti url_name="gone"/>')
    assert (found, missing) == ((Problem(""), Activity("", "lti")), ["problem/gone.xml", "lti/gone.xml"])


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        ('start_time="00:00:10" end_time="00:01:00"', "", Video("", start=10, end=60)),
        ("", '<video_asset duration="123.5"/>', Video("", stated=123.5)),
        ("", '<video_asset duration="x"/>', Video("")),
        ("", '<transcript language="zh" src="v1-zh.srt"/>', Video("", last_cue=601)),
        ("", '<transcript language="zh" src="gone.srt"/>', Video("")),
        ('sub="old"', "", Video("", last_cue=62)),
        ('transcripts="{&quot;zh&quot;: &quot;v1-zh.srt&quot;}" sub="old"', "", Video("", last_cue=601)),
        ('transcripts="[1]"', "", Video("")),
        ('transcripts="{"', "", Video("")),
    ],
)
def test_videos(tmp_path: Path, attributes: str, inside: str, expected: Video) -> None:
    files = {"static/subs_old.srt.sjson": json.dumps({"start": [0], "end": [61_500], "text": ["x"]})}
    assert contents(tmp_path, f'<video url_name="v" {attributes}>{inside}</video>', **files) == (expected,)


def test_our_own_blocks_take_no_time(tmp_path: Path) -> None:
    assert contents(tmp_path, '<cadretrain_credit_course url_name="x"/><cadretrain_theme_class url_name="y"/>') == ()


def test_containers_are_what_they_hold(tmp_path: Path) -> None:
    nested = (
        '<conditional url_name="c" x="y"><wrapper url_name="w" x="y"><problem url_name="p1"/></wrapper></conditional>'
    )
    assert contents(tmp_path, nested) == (P1,)


@pytest.mark.parametrize(
    ("said", "drawn"), [('max_count="2"', 2), ('max_count="-1"', -1), ('max_count="x"', 1), ("", 1)]
)
def test_a_random_choice(tmp_path: Path, said: str, drawn: int) -> None:
    bank = (
        f'<library_content display_name="库" {said}><problem url_name="p1"/><problem url_name="p1"/></library_content>'
    )
    assert contents(tmp_path, bank) == (Draw("库", (P1, P1), drawn),)


def test_groups(tmp_path: Path) -> None:
    split = (
        '<split_test display_name="组"><vertical display_name="甲"><problem url_name="p1"/></vertical>'
        '<vertical display_name="乙"/></split_test>'
    )
    assert contents(tmp_path, split) == (Alternatives("组", ((P1,), ())),)


def test_items(tmp_path: Path) -> None:
    data = escape(json.dumps({"items": [1, 2, 3]}))
    unit = (
        f'<drag-and-drop-v2 display_name="拖" data="{data}"/><survey questions="[1, 2]"/><poll/><survey questions="x"/>'
    )
    assert contents(tmp_path, unit) == (
        Activity("拖", "drag-and-drop-v2", 3),
        Activity("", "survey", 2),
        Activity("", "poll"),
        Activity("", "survey"),
    )


def test_a_unit_within_itself_ends(tmp_path: Path) -> None:
    assert contents(tmp_path, '<vertical url_name="u1"/><problem url_name="p1"/>').count(P1) == 20
