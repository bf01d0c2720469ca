"""What published blocks say, on stand-ins that keep to what the platform does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest
from opaque_keys.edx.keys import CourseKey, UsageKey

from cadretrain_reports import compat
from cadretrain_reports.content import Written
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, CreditCourseMarking
from tests.factories import RUN, marking

OTHER_RUN = "course-v1:CELAY+CADRE+2026"


class ItemNotFoundError(Exception):
    """As in ``xmodule.modulestore.exceptions``."""


class Block:
    """A block of the published branch: its key, its type, its children; in the draft also who edited it last."""

    fields: ClassVar[dict[str, Any]] = {}

    def __init__(self, store: Store, key: UsageKey, marking: CreditCourseMarking | None = None) -> None:
        self.store, self.key, self.said = store, key, marking
        self.scope_ids = SimpleNamespace(block_type=key.block_type, usage_id=key)
        self.has_children = not marking and key.block_type in ("course", "chapter", "sequential", "vertical")

    def get_children(self) -> list[Block]:
        assert self.store.branch is not None, "read outside of the branch"
        assert self.has_children, "what has no children has no such method to rely on"
        return [self.store.blocks[key] for key in self.store.children.get(self.key, ())]

    def get_parent(self) -> Block | None:
        above = [key for key, children in self.store.children.items() if self.key in children]
        return self.store.blocks[above[0]] if above else None

    @property
    def edited_by(self) -> int | None:
        assert self.store.branch == "draft-preferred", "the published branch names whoever published"
        return self.store.editors.get(self.key)

    def marking(self) -> CreditCourseMarking | None:
        return self.said


class Store:
    """As much of the mixed modulestore as CONTRACTS tells of: branches, items by key, depth."""

    def __init__(self) -> None:
        self.blocks, self.children, self.branch, self.asked = {}, {}, None, []
        self.editors: dict[UsageKey, int] = {}
        self.in_bulk = False

    @contextmanager
    def branch_setting(self, branch: str, course_id: CourseKey = None) -> Iterator[None]:
        assert isinstance(course_id, CourseKey)
        assert self.branch is None
        self.branch = branch
        try:
            yield
        finally:
            self.branch = None

    @contextmanager
    def bulk_operations(self, course_id: CourseKey, emit_signals: bool = True) -> Iterator[None]:
        assert isinstance(course_id, CourseKey)
        assert not emit_signals, "whoever reads says nothing"
        self.in_bulk = True
        try:
            yield
        finally:
            self.in_bulk = False

    def get_item(self, usage_key: UsageKey, depth: int | None = 0) -> Block:
        assert self.branch == "published-only" or self.in_bulk, "drafts are none of our business"
        self.asked.append((usage_key, depth))
        try:
            return self.blocks[usage_key]
        except KeyError:
            raise ItemNotFoundError(usage_key) from None

    def add(
        self,
        kind: str,
        name: str,
        parent: UsageKey | None = None,
        said: CreditCourseMarking | None = None,
        run: str = RUN,
    ) -> UsageKey:
        key = CourseKey.from_string(run).make_usage_key(kind, name)
        self.blocks[key] = Block(self, key, said)
        if parent is not None:
            self.children.setdefault(parent, []).append(key)
        return key


@pytest.fixture
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The platform in place of a stand-in host."""
    settings.CADRETRAIN_HOST = ""
    store = Store()
    names = ["xmodule", "xmodule.modulestore", "xmodule.modulestore.django", "xmodule.modulestore.exceptions"]
    modules = {name: ModuleType(name) for name in names}
    modules["xmodule.modulestore"].ModuleStoreEnum = SimpleNamespace(
        Branch=SimpleNamespace(published_only="published-only", draft_preferred="draft-preferred")
    )
    modules["xmodule.modulestore.django"].modulestore = lambda: store
    modules["xmodule.modulestore.exceptions"].ItemNotFoundError = ItemNotFoundError
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return store


@pytest.fixture
def course(store: Store) -> SimpleNamespace:
    """A run with two units, three marks, and blocks of other kinds."""
    top = store.add("course", "course")
    chapter = store.add("chapter", "one", top)
    sequential = store.add("sequential", "one", chapter)
    units = [store.add("vertical", name, sequential) for name in ("one", "two")]
    store.add("html", "text", units[0])
    for code, unit in (("C1", units[0]), ("C2", units[1]), ("C3", units[1])):
        store.add(CREDIT_COURSE_BLOCK, code, unit, said(code, provider="" if code == "C3" else "CELAY"))
    return SimpleNamespace(top=top, sequential=sequential, units=units)


def said(code: str, **other: Any) -> CreditCourseMarking:
    return marking(code, **other)


def codes(markings: list[CreditCourseMarking]) -> list[str]:
    return [found.code for found in markings]


def test_the_block_itself(store: Store, course: SimpleNamespace) -> None:
    key = UsageKey.from_string(f"block-v1:SASW+CADRE+2026+type@{CREDIT_COURSE_BLOCK}+block@C1")
    assert compat.markings_below(str(key)) == [said("C1", provider="CELAY")]


def test_whatever_was_published_above_it(store: Store, course: SimpleNamespace) -> None:
    assert codes(compat.markings_below(str(course.units[0]))) == ["C1"]
    assert codes(compat.markings_below(str(course.units[1]))) == ["C2", "C3"]
    assert codes(compat.markings_below(str(course.sequential))) == ["C1", "C2", "C3"]


def on_platform(code: str, **other: Any) -> CreditCourseMarking:
    return said(code, usage_key=f"block-v1:SASW+CADRE+2026+type@{CREDIT_COURSE_BLOCK}+block@{code}", **other)


def test_who_edited_what_a_course_covers(store: Store, course: SimpleNamespace) -> None:
    html = course.units[0].course_key.make_usage_key("html", "text")
    store.editors = {html: 7, course.units[0]: 5, course.units[1]: 9, course.sequential: -1}
    assert compat.written(on_platform("C1")).authors == (5, 7)
    assert compat.written(on_platform("C2")).authors == (9,)
    assert compat.written(on_platform("C2", covers=str(course.sequential))).authors == (5, 7, 9)
    assert (store.branch, store.in_bulk) == (None, False)


def test_what_is_published_of_it_has_a_digest(store: Store, course: SimpleNamespace) -> None:
    one, two = (compat.written(on_platform(code)).digest for code in ("C1", "C2"))
    assert (len(one), one == two) == (64, False)
    assert compat.written(on_platform("C2", covers=str(course.units[0]))).digest == one


def test_what_is_gone_was_written_by_nobody(store: Store, course: SimpleNamespace) -> None:
    assert compat.written(on_platform("C9")) == Written()
    gone = course.units[0].course_key.make_usage_key("vertical", "gone")
    assert compat.written(on_platform("C1", covers=str(gone))) == Written()


def test_a_whole_run(store: Store, course: SimpleNamespace) -> None:
    assert codes(compat.markings_in_run(RUN)) == ["C1", "C2", "C3"]
    assert store.asked == [(course.top, None)]


def test_one_reading_of_all_depths(store: Store, course: SimpleNamespace) -> None:
    compat.markings_below(str(course.sequential))
    assert store.asked == [(course.sequential, None)]
    assert store.branch is None


def test_an_empty_provider_is_the_organization_of_the_run(store: Store, course: SimpleNamespace) -> None:
    found = compat.markings_below(str(course.units[1]))
    assert [marking.provider for marking in found] == ["CELAY", "SASW"]


def test_what_is_gone_holds_nothing(store: Store, course: SimpleNamespace) -> None:
    assert compat.markings_below("block-v1:SASW+CADRE+2026+type@vertical+block@gone") == []
    assert compat.markings_in_run(OTHER_RUN) == []


def test_without_a_platform_the_host_is_asked(host: ModuleType) -> None:
    host.BELOW["anything"] = [said("C1")]
    host.IN_RUN["run"] = [said("C2")]
    assert compat.markings_below("anything") == [said("C1")]
    assert compat.markings_in_run("run") == [said("C2")]
    assert compat.markings_below("nothing") == []
