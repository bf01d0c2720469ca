"""From an archive to a plan and back into the archive: small made courses, and the demo course of Open edX."""

from __future__ import annotations

import csv
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.parsers.expat import ParserCreate

import pytest

from cadretrain_reports.offline.olx import Applied, PlanRefused, apply_plan, make_plan
from cadretrain_reports.offline.olx.archive import read_archive
from cadretrain_reports.offline.olx.marks import BLOCK, Mark
from cadretrain_reports.offline.olx.structure import Reader, read_course
from cadretrain_reports.offline.olx.survey import outline_of
from tests.factories_olx import archive, course, members, unpacked
from tests.services import ROOT, real_input

DEMO = "openedx-demo-course.tar.gz"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, changed: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.DictWriter(stream, changed[0])
        writer.writeheader()
        writer.writerows(changed)
    return path


def marks(path: Path) -> dict[str, tuple[Mark, ...]]:
    reader = Reader(read_archive(path))
    return {unit.key: unit.marks for unit in outline_of(reader, read_course(reader)).units}


def changed_members(before: Path, after: Path) -> set[str]:
    old, new = members(before), members(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def applied(tmp_path: Path, source: Path, **wanted: dict[str, str]) -> tuple[Path, Applied]:
    """Plan a course, change the rows of some units, apply."""
    plan, target = tmp_path / "plan.csv", tmp_path / "marked.tar.gz"
    make_plan(source, plan)
    edited = [{**row, **wanted.get(row["单元标识"], {})} for row in rows(plan)]
    write(plan, edited)
    return target, apply_plan(source, plan, target)


def test_a_plan_has_a_row_for_every_unit(tmp_path: Path) -> None:
    make_plan(archive(tmp_path / "a.tar.gz"), tmp_path / "plan.csv")
    found = rows(tmp_path / "plan.csv")
    assert [(row["单元标识"], row["标记"], row["课程时长（分钟）"], row["学时"]) for row in found] == [
        ("u1", "是", "3", "0.25"),
        ("u2", "是", "11", "0.25"),
        ("u3", "否", "", ""),
    ]


def test_only_what_is_marked_changes(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    target, outcome = applied(tmp_path, source, u1={"标记": "否"}, u2={"主讲人": "张三、李四", "课程范围": "本小节"})
    assert outcome == Applied(added=1, changed=0, unchanged=0, left=2)
    assert changed_members(source, target) == {"course/vertical/u2.xml", "course/policies/2026/policy.json"}
    (mark,) = marks(target)["u2"]
    assert (mark.extent, mark.lecturers, mark.course_duration) == ("subsection", "张三\n李四", 660)
    assert marks(target)["u1"] == ()


def test_applying_twice_adds_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    target, _outcome = applied(tmp_path, source)
    again = tmp_path / "again.tar.gz"
    assert apply_plan(target, tmp_path / "plan.csv", again) == Applied(added=0, changed=0, unchanged=2, left=1)
    assert unpacked(again) == unpacked(target)
    assert make_plan(target, tmp_path / "second.csv")
    assert [row["备注"] for row in rows(tmp_path / "second.csv")][:2] == [
        "Marked already; these are the present values."
    ] * 2
    assert apply_plan(target, tmp_path / "second.csv", again).unchanged == 2


def test_other_values_change_the_block_in_its_place(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    target, _outcome = applied(tmp_path, source)
    edited = [{**row, "课程名称": "改名"} if row["单元标识"] == "u1" else row for row in rows_gb(tmp_path / "plan.csv")]
    write(tmp_path / "plan.csv", edited)
    again = tmp_path / "again.tar.gz"
    assert apply_plan(target, tmp_path / "plan.csv", again) == Applied(added=0, changed=1, unchanged=1, left=1)
    assert changed_members(target, again) == {"course/vertical/u1.xml"}
    assert [mark.display_name for mark in marks(again)["u1"]] == ["改名"]


def rows_gb(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="gb18030", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nothing_marked_changes_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    target, outcome = applied(tmp_path, source, u1={"标记": "否"}, u2={"标记": "否"})
    assert (outcome.left, unpacked(target)) == (3, unpacked(source))


def test_a_wrong_plan_writes_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    with pytest.raises(PlanRefused):
        applied(tmp_path, source, u1={"课程代码": "代码"})
    assert not (tmp_path / "marked.tar.gz").exists()


def test_a_published_unit_and_its_draft_are_both_marked(tmp_path: Path) -> None:
    draft = (
        '<vertical display_name="新" parent_url="block-v1:O+C+R+type@sequential+block@s2"><html>文</html></vertical>'
    )
    source = archive(tmp_path / "a.tar.gz", course(**{"drafts/vertical/u3.xml": draft}))
    target, _outcome = applied(tmp_path, source, u1={"标记": "否"}, u2={"标记": "否"})
    named = {"course/vertical/u3.xml", "course/drafts/vertical/u3.xml", "course/policies/2026/policy.json"}
    assert changed_members(source, target) == named
    texts = read_archive(target).texts
    assert all(texts[path].count(BLOCK.encode()) == 1 for path in ("vertical/u3.xml", "drafts/vertical/u3.xml"))
    assert apply_plan(target, tmp_path / "plan.csv", tmp_path / "again.tar.gz").unchanged == 1


def test_a_unit_that_was_never_published(tmp_path: Path) -> None:
    draft = '<vertical display_name="新" parent_url="x/s2"><html>文</html></vertical>'
    source = archive(tmp_path / "a.tar.gz", course(**{"drafts/vertical/n.xml": draft}))
    target, outcome = applied(tmp_path, source, u1={"标记": "否"}, u2={"标记": "否"})
    assert outcome.added == 1
    assert "course/drafts/vertical/n.xml" in changed_members(source, target)


def test_a_course_in_one_file(tmp_path: Path) -> None:
    whole = (
        '<course url_name="2026" org="O" course="C"><chapter><sequential url_name="s">'
        '<vertical url_name="a" display_name="甲"><html>文</html></vertical>'
        '<vertical url_name="b" display_name="乙"><html>文</html></vertical></sequential></chapter></course>'
    )
    source = archive(tmp_path / "a.tar.gz", {"course.xml": whole})
    target, outcome = applied(tmp_path, source)
    assert outcome.added == 2
    assert all(len(found) == 1 for found in marks(target).values())
    assert b"advanced_modules" in read_archive(target).texts["course.xml"]


def test_chinese_names_all_the_way(tmp_path: Path) -> None:
    named = {
        "sequential/s2.xml": '<sequential display_name="二"><vertical url_name="单元甲"/></sequential>',
        "vertical/单元甲.xml": '<vertical display_name="甲"><html>调查研究</html></vertical>',
    }
    source = archive(tmp_path / "课程.tar.gz", course(**named), root="我的课程/")
    target, outcome = applied(tmp_path, source)
    assert outcome.added == 3
    assert marks(target)["单元甲"][0].display_name == "甲"


KILLED = """
import os, signal, sys
from pathlib import Path
from cadretrain_reports.offline.olx import rewrite
copied = rewrite.shutil.copyfileobj
rewrite.shutil.copyfileobj = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
from cadretrain_reports.offline.olx import apply_plan
apply_plan(*map(Path, sys.argv[1:]))
"""


def test_killed_half_way_leaves_no_half_file(tmp_path: Path) -> None:
    source, plan, target = archive(tmp_path / "a.tar.gz"), tmp_path / "plan.csv", tmp_path / "marked.tar.gz"
    make_plan(source, plan)
    command = [sys.executable, "-c", KILLED, source, plan, target]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert ended.returncode == -9, ended.stderr
    assert not target.exists()
    assert apply_plan(source, plan, target).added == 2


# The demo course of Open edX, as Studio exported it.


@pytest.fixture(scope="module")
def demo() -> Path:
    return real_input(DEMO)


@pytest.mark.real
def test_the_demo_course_has_a_plan_for_every_unit(demo: Path, tmp_path: Path) -> None:
    outline = make_plan(demo, tmp_path / "plan.csv")
    found = rows(tmp_path / "plan.csv")
    assert (len(found), outline.remarks) == (58, ())
    assert all(row["时长构成"] and row["课程时长（分钟）"] and row["学时"] for row in found)
    assert len({row["课程代码"] for row in found}) == 58
    waiting = [row["单元"] for row in found if row["标记"] == "否"]
    assert all(row["备注"] for row in found if row["标记"] == "否")
    assert len(waiting) == 9


HAND = {
    # As docs/explanation/duration-proposals.md has it: what a person would accept, in minutes, from and to.
    "Welcome to the Open edX® platform": (3, 5),
    "Introduction to the Open edX® software": (3, 5),
    "Course Structure": (2, 5),
    "Transcripts and Subtitles": (2, 5),
    "Advanced Video Settings": (2, 4),
    "Single-Select Multiple Choice Problems": (2, 4),
    "Dropdown Problems": (3, 6),
    "Drag-and-Drop": (2, 5),
    "Electric Circuit Simulator": (10, 20),
    "Welcome to the Community": (5, 7),
}


@pytest.mark.real
def test_ten_units_as_a_person_would_have_them(demo: Path, tmp_path: Path) -> None:
    make_plan(demo, tmp_path / "plan.csv")
    minutes = {row["单元"]: int(row["课程时长（分钟）"]) for row in rows(tmp_path / "plan.csv")}
    for title, (least, most) in HAND.items():
        assert least <= minutes[title] <= most, title


@pytest.mark.real
def test_the_demo_course_differs_only_in_the_marked_units(demo: Path, tmp_path: Path) -> None:
    plan, target, again = (tmp_path / name for name in ("plan.csv", "marked.tar.gz", "again.tar.gz"))
    make_plan(demo, plan)
    wanted = {row["单元标识"] for row in rows(plan) if row["标记"] == "是"}
    assert apply_plan(demo, plan, target) == Applied(added=49, changed=0, unchanged=0, left=9)
    expected = {f"course/vertical/{name}.xml" for name in wanted} | {"course/policies/DemoCourse/policy.json"}
    assert changed_members(demo, target) == expected
    before, after = members(demo), members(target)
    for name in expected:
        kept = [line for line in after[name][1].splitlines() if BLOCK.encode() not in line]
        was = before[name][1].splitlines()
        assert kept == was or name.endswith("policy.json")
        assert len(after[name][1].splitlines()) == len(was) + 1
    with tarfile.open(target) as packed:
        for info in packed:
            if info.name.endswith(".xml"):
                content = packed.extractfile(info)
                assert content is not None
                ParserCreate().Parse(content.read(), True)
    assert apply_plan(target, plan, again) == Applied(added=0, changed=0, unchanged=49, left=9)
    assert again.read_bytes() == target.read_bytes()
