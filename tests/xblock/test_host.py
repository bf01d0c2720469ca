"""What the block learns of its host, in each kind of host."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.locator import LibraryLocatorV2, LibraryUsageLocatorV2

from cadretrain_xblock import host
from tests.xblock.host import (
    AUTHOR,
    COURSE_RUN,
    NOBODY,
    TRAINEE,
    WORKBENCH,
    StudioPermissions,
    make_block,
    make_runtime,
)

LIBRARY_KEY = LibraryUsageLocatorV2(LibraryLocatorV2("GBXY", "lib"), "cadretrain_credit_course", "one")


class NewStudioPermissions:
    """The same service as later releases have it."""

    def can_edit_content(self, context_key: object) -> bool:
        return context_key == COURSE_RUN


@pytest.mark.parametrize(
    ("user", "number"),
    [(TRAINEE, 7), ({"edx-platform.user_id": "7"}, 7), (NOBODY, None), (WORKBENCH, None), (None, None)],
)
def test_who_is_looking(user: dict[str, Any] | None, number: int | None) -> None:
    assert host.user_id(make_block(make_runtime(user))) == number


def test_the_course_run_of_an_opaque_key() -> None:
    assert host.course_run(make_block()) == "course-v1:GBXY+DY+2026"


def test_the_library_of_an_opaque_key() -> None:
    assert host.course_run(make_block(usage_key=LIBRARY_KEY)) == "lib:GBXY:lib"


def test_the_course_run_of_a_host_with_plain_keys() -> None:
    runtime = make_runtime(TRAINEE)
    assert host.course_run(make_block(runtime, usage_key="scenario.d0.u0")) == ""
    runtime.course_id = "course-v1:a+b+c"
    assert host.course_run(make_block(runtime, usage_key="scenario.d0.u0")) == "course-v1:a+b+c"


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (AUTHOR, True),
        ({**TRAINEE, "edx-platform.user_role": "instructor"}, True),
        ({**TRAINEE, "edx-platform.user_role": "staff"}, True),
        ({**TRAINEE, "edx-platform.user_is_staff": True}, True),
        ({**TRAINEE, "edx-platform.user_is_staff": "yes"}, False),
        (TRAINEE, False),
        (NOBODY, False),
        (WORKBENCH, True),
        ({}, False),
        (None, False),
    ],
)
def test_who_may_author_outside_studio(user: dict[str, Any] | None, may: bool) -> None:
    assert host.may_author(make_block(make_runtime(user))) is may


@pytest.mark.parametrize(("writable", "may"), [({COURSE_RUN}, True), (set(), False)])
@pytest.mark.parametrize("user", [TRAINEE, AUTHOR])
def test_in_studio_its_permissions_alone_decide(user: dict[str, Any], writable: set[Any], may: bool) -> None:
    runtime = make_runtime(user, studio_user_permissions=StudioPermissions(writable))
    assert host.may_author(make_block(runtime)) is may


def test_studio_of_later_releases() -> None:
    runtime = make_runtime(TRAINEE, studio_user_permissions=NewStudioPermissions())
    assert host.may_author(make_block(runtime)) is True
    assert host.may_author(make_block(runtime, usage_key=LIBRARY_KEY)) is False


def test_a_library_leaves_it_to_its_runtime() -> None:
    assert host.may_author(make_block(usage_key=LIBRARY_KEY)) is True


class Tree:
    """A host's tree of blocks above one block; counts what is loaded of it."""

    def __init__(self, *keys: Any) -> None:
        self.above = [*keys, None]
        self.loaded = 0
        self.runtime = self.id_reader = self

    def block(self, at: int = 0) -> Any:
        return SimpleNamespace(parent=self.above[at], get_parent=lambda: self._load(at + 1), runtime=self)

    def _load(self, at: int) -> Any:
        self.loaded += 1
        return self.block(at)

    def get_definition_id(self, usage_key: str) -> str:
        return usage_key

    def get_block_type(self, definition: str) -> str:
        return definition.split(".", maxsplit=1)[0]

    def covered(self, extent: str) -> tuple[str, tuple[str, ...]]:
        return host.covered(self.block(), extent)


def keys_of(*types: str, run: Any = COURSE_RUN) -> list[Any]:
    return [run.make_usage_key(block_type, f"{block_type}{at}") for at, block_type in enumerate(types)]


@pytest.mark.parametrize(("extent", "at"), [("unit", 0), ("subsection", 1), ("course_run", 3), ("nonsense", 0)])
def test_what_a_course_covers_in_open_edx(extent: str, at: int) -> None:
    keys = keys_of("vertical", "sequential", "chapter", "course")
    tree = Tree(*keys)
    assert tree.covered(extent) == (str(keys[at]), tuple(map(str, keys[at + 1 :])))
    assert tree.loaded == 3  # of the course itself there is nothing to learn


def test_an_experiment_is_within_the_unit() -> None:
    keys = keys_of("vertical", "split_test", "vertical", "sequential", "chapter", "course")
    assert Tree(*keys).covered("unit") == (str(keys[2]), tuple(map(str, keys[3:])))


def test_draft_and_version_are_left_out_of_the_keys() -> None:
    draft = COURSE_RUN.for_branch("draft-branch").for_version("519665f6223ebd6980884f2b")
    drafted = keys_of("vertical", "course", run=draft)
    plain = keys_of("vertical", "course")
    assert Tree(*drafted).covered("unit") == (str(plain[0]), (str(plain[1]),))


@pytest.mark.parametrize(
    ("extent", "covers", "within"),
    [
        ("unit", "page.1", ("part.1", "book.1")),
        ("subsection", "part.1", ("book.1",)),
        ("course_run", "book.1", ()),
    ],
)
def test_a_host_with_other_types_is_taken_by_height(extent: str, covers: str, within: tuple[str, ...]) -> None:
    assert Tree("page.1", "part.1", "book.1").covered(extent) == (covers, within)


@pytest.mark.parametrize("extent", ["unit", "subsection", "course_run"])
def test_a_host_with_units_only(extent: str) -> None:
    assert Tree("vertical_demo.d0.u0").covered(extent) == ("vertical_demo.d0.u0", ())
    assert Tree().covered(extent) == ("", ())
