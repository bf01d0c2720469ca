"""What authors do with content, on stand-ins that keep to what Studio's modulestore and edx-val do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey, UsageKey

from cadretrain_reports import compat
from cadretrain_reports.compat import ContentMissingError
from cadretrain_reports.offline.olx import Mark
from cadretrain_reports.rules.proposals import Text, TextCount, Video
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK
from tests.factories import RUN

USER = SimpleNamespace(pk=7)


class ItemNotFoundError(Exception):
    """As in ``xmodule.modulestore.exceptions``."""


class ValVideoNotFoundError(Exception):
    """As in ``edxval.exceptions``."""


class Block:
    """A block in a store."""

    def __init__(self, store: Store, key: Any, **said: Any) -> None:
        self.store = store
        self.scope_ids = SimpleNamespace(block_type=key.block_type, usage_id=key)
        self.parent_key: Any = None
        self.child_keys: list[Any] = []
        vars(self).update(said)

    def get_children(self) -> list[Any]:
        return [self.store.blocks[key] for key in self.child_keys]

    def get_parent(self) -> Any:
        return self.store.blocks.get(self.parent_key)


class Store:
    """As much of the modulestore as authors need."""

    def __init__(self) -> None:
        self.blocks: dict[Any, Block] = {}
        self.branch: str | None = None
        self.written: list[tuple[int, str]] = []
        self.in_bulk = False

    def add(self, kind: str, name: str, parent: Any = None, **said: Any) -> Any:
        key = CourseKey.from_string(RUN).make_usage_key(kind, name)
        self.blocks[key] = Block(self, key, **said)
        if parent is not None:
            self.blocks[key].parent_key = parent
            self.blocks[parent].child_keys.append(key)
        return key

    @contextmanager
    def branch_setting(self, branch: str, course_id: Any = None) -> Iterator[None]:
        assert isinstance(course_id, CourseKey)
        self.branch = branch
        yield
        self.branch = None

    @contextmanager
    def bulk_operations(self, course_id: Any) -> Iterator[None]:
        self.in_bulk = True
        yield
        self.in_bulk = False

    def get_item(self, key: Any, depth: int | None = 0) -> Block:
        assert self.branch == "draft-preferred"
        if key not in self.blocks:
            raise ItemNotFoundError(key)
        return self.blocks[key]

    def get_course(self, key: Any, depth: int | None = 0) -> Block | None:
        assert self.branch == "draft-preferred"
        return self.blocks.get(key.make_usage_key("course", "course"))

    def has_changes(self, block: Block) -> bool:
        return block.scope_ids.usage_id.block_id == "u2"

    def create_child(
        self, user_id: int, parent: Any, kind: str, block_id: str | None = None, fields: Any = None
    ) -> None:
        assert self.in_bulk
        self.written.append((user_id, kind))
        self.add(kind, f"new-{len(self.written)}", parent, **fields)

    def update_item(self, block: Block, user_id: int) -> None:
        assert self.in_bulk
        self.written.append((user_id, block.scope_ids.block_type))


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


VIDEOS: dict[str, float] = {"stated": 90.0, "unstated": 0.0}
TRANSCRIPTS = {("unstated", "zh"): b"0\n00:00:00,000 --> 00:01:01,500\n", ("unstated", "en"): b"nothing"}


def video_info(video_id: str) -> dict[str, Any]:
    if video_id not in VIDEOS:
        raise ValVideoNotFoundError
    return {"edx_video_id": video_id, "duration": VIDEOS[video_id]}


def transcript_data(video_id: str, language_code: str) -> dict[str, Any] | None:
    content = TRANSCRIPTS.get((video_id, language_code))
    return {"file_name": "x.srt", "content": content} if content else None


@pytest.fixture
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The platform in place of a stand-in host: a course of two units."""
    settings.CADRETRAIN_HOST = ""
    store = Store()
    branches = SimpleNamespace(Branch=SimpleNamespace(draft_preferred="draft-preferred"))
    edxval = {
        "get_video_info": video_info,
        "get_video_transcript_data": transcript_data,
        "get_available_transcript_languages": lambda video_id: ["en", "zh", "gone"],
    }
    for made in (
        module("xmodule"),
        module("xmodule.modulestore", ModuleStoreEnum=branches),
        module("xmodule.modulestore.django", modulestore=lambda: store),
        module("xmodule.modulestore.exceptions", ItemNotFoundError=ItemNotFoundError),
        module("edxval"),
        module("edxval.api", **edxval),
        module("edxval.exceptions", ValVideoNotFoundError=ValVideoNotFoundError),
        module("common"),
        module("common.djangoapps"),
        module("common.djangoapps.student"),
        module(
            "common.djangoapps.student.auth", has_studio_write_access=lambda user, key: (user, str(key)) == (USER, RUN)
        ),
    ):
        monkeypatch.setitem(sys.modules, made.__name__, made)
    top = store.add("course", "course", advanced_modules=["poll"])
    chapter = store.add("chapter", "c", top, display_name="章")
    sequential = store.add("sequential", "s", chapter, display_name="节")
    for name in ("u1", "u2"):
        unit = store.add("vertical", name, sequential, display_name=name.upper())
        store.add("html", f"h-{name}", unit, data="<p>调查</p>")
    return store


def key(kind: str, name: str) -> str:
    return str(CourseKey.from_string(RUN).make_usage_key(kind, name))


PAGE = Text("", TextCount(characters=2))


def test_what_an_extent_holds(store: Store) -> None:
    assert compat.contents_of(key("html", "h-u1"), "unit") == (PAGE,)
    assert compat.contents_of(key("html", "h-u1"), "subsection") == (PAGE, PAGE)
    assert compat.contents_of(key("vertical", "u2"), "course_run") == (PAGE, PAGE)
    assert store.branch is None


@pytest.mark.parametrize("asked", ["", "no key", key("html", "gone"), RUN])
def test_what_is_gone(store: Store, asked: str) -> None:
    with pytest.raises(ContentMissingError):
        compat.contents_of(asked, "unit")


@pytest.mark.parametrize(
    ("video_id", "clip", "expected"),
    [
        ("stated", (0, 0), Video("讲座", 90.0)),
        (" stated ", (5, 20), Video("讲座", 90.0, 5, 20)),
        ("unstated", (0, 0), Video("讲座", 0.0, last_cue=62)),
        ("gone", (0, 0), Video("讲座", None, last_cue=None)),
        ("", (0, 0), Video("讲座")),
        (None, (0, 0), Video("讲座")),
    ],
)
def test_videos(store: Store, video_id: str | None, clip: tuple[int, int], expected: Video) -> None:
    unit = UsageKey.from_string(key("vertical", "u1"))
    times = {"start_time": timedelta(seconds=clip[0]), "end_time": timedelta(seconds=clip[1])}
    store.add("video", "v", unit, display_name="讲座", edx_video_id=video_id, **times)
    assert compat.contents_of(str(unit), "unit")[1] == expected


@pytest.mark.parametrize(
    ("asked", "expected"), [(key("html", "x"), True), (RUN, True), ("course-v1:A+B+C", False), ("no key", False)]
)
def test_who_may_author(store: Store, asked: str, expected: bool) -> None:
    assert compat.may_author(USER, asked) is expected
    assert compat.may_author(SimpleNamespace(pk=8), asked) is False


def test_the_outline(store: Store) -> None:
    outline = compat.outline_of(RUN)
    assert outline.number == CourseKey.from_string(RUN).course
    assert [(unit.key, unit.chapter, unit.subsection, unit.title, unit.is_draft) for unit in outline.units] == [
        ("u1", "章", "节", "U1", False),
        ("u2", "章", "节", "U2", True),
    ]
    for absent in ("course-v1:A+B+C", "no key"):
        with pytest.raises(ContentMissingError):
            compat.outline_of(absent)


def test_units_are_marked_once(store: Store) -> None:
    mark = Mark("题", "C1", 600, lecturers="张三")
    compat.mark_units(USER, RUN, {"u1": mark})
    assert store.written == [(7, "course"), (7, CREDIT_COURSE_BLOCK)]
    assert [unit.marks for unit in compat.outline_of(RUN).units] == [(mark,), ()]
    compat.mark_units(USER, RUN, {"u1": mark})
    assert len(store.written) == 2
    compat.mark_units(USER, RUN, {"u1": Mark("改", "C1", 600)})
    assert [unit.marks for unit in compat.outline_of(RUN).units] == [(Mark("改", "C1", 600),), ()]
    assert len(store.written) == 3


def test_a_run_that_is_gone_is_not_marked(store: Store) -> None:
    for absent in ("course-v1:A+B+C", "no key"):
        with pytest.raises(ContentMissingError):
            compat.mark_units(USER, absent, {"u1": Mark()})
