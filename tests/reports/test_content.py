"""The digest of what a course covers: the same for a rerun, another for whatever is taught otherwise (R1, R3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.content import content_digest
from cadretrain_reports.demo import host, scenarios
from cadretrain_reports.demo.runtime import open_block
from tests import factories
from tests.demo.conftest import RUN, marked_unit

pytestmark = pytest.mark.django_db

RERUN = "course-v1:SASW+C1+2027"


def digest(course_run: str = RUN) -> str:
    return content_digest(open_block(scenarios.unit_of(course_run)), course_run)


def change(usage_id: str, **fields: Any) -> None:
    block = open_block(usage_id, is_authoring=True)
    for name, value in fields.items():
        setattr(block, name, value)
    block.save()


@pytest.fixture
def first() -> str:
    """Return the digest of a unit of two pages."""
    scenarios.load(marked_unit(pages=(f"<p>见 /courses/{RUN}/</p>", "<p>第二页</p>")))
    return digest()


def test_a_rerun_has_the_same_digest_though_it_names_its_own_run(first: str) -> None:
    scenarios.load(marked_unit(RERUN, pages=(f"<p>见 /courses/{RERUN}/</p>", "<p>第二页</p>")))
    assert digest(RERUN) == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "pages",
    [
        ("<p>第二页</p>", f"<p>见 /courses/{RUN}/</p>"),
        (f"<p>见 /courses/{RUN}/</p>",),
        (f"<p>见 /courses/{RUN}/</p>", "<p>第二页</p>", "<p>第三页</p>"),
        (f"<p>见 /courses/{RUN}/</p>", "<p>第2页</p>"),
    ],
)
def test_whatever_is_taught_otherwise_has_another(pages: tuple[str, ...], first: str) -> None:
    scenarios.load(marked_unit(RERUN, pages=pages))
    assert digest(RERUN) != first


def test_what_the_marking_block_says_is_not_content(first: str) -> None:
    change(scenarios.credit_course_of(RUN), course_duration=60, display_name="别名")
    assert digest() == first


class Block:
    """A block as the platform has it, as far as the digest looks."""

    def __init__(self, block_type: str, *children: Block, **said: Any) -> None:
        from xblock.fields import Field, Scope

        self.scope_ids = type("Ids", (), {"block_type": block_type})
        self.said = said
        self.children = children
        self.has_children = bool(children)
        scopes = {"student_answer": Scope.user_state}
        self.fields = {name: self._field(Field, name, scopes.get(name, Scope.settings)) for name in (*said, "unset")}

    def _field(self, kind: Any, name: str, scope: Any) -> Any:
        field = kind(scope=scope)
        field.is_set_on = lambda block: name in block.said
        field.read_json = lambda block: block.said[name]
        return field

    def get_children(self) -> tuple[Block, ...]:
        return self.children


@pytest.mark.parametrize(
    "said",
    [
        {"start": "2027-01-01"},
        {"due": "2027-01-01"},
        {"visible_to_staff_only": True},
        {"group_access": {"1": [2]}},
        {"upstream": "lib:x"},
        {"xml_attributes": {"filename": "x"}},
        {"student_answer": "42"},
    ],
)
def test_dates_visibility_origin_and_answers_are_not_content(said: dict[str, Any]) -> None:
    plain = Block("vertical", Block("html", data="甲"))
    assert content_digest(Block("vertical", Block("html", data="甲", **said), **said), RUN) == content_digest(
        plain, RUN
    )


@pytest.mark.parametrize("said", [{"display_name": "单元"}, {"max_attempts": 1}])
def test_other_fields_that_were_set_are(said: dict[str, Any]) -> None:
    assert content_digest(Block("vertical", **said), RUN) != content_digest(Block("vertical"), RUN)


def test_of_a_whole_run_only_what_lies_below_counts() -> None:
    run, rerun = (Block("course", Block("html", data="甲"), display_name=name) for name in ("一期", "二期"))
    assert content_digest(run, RUN) == content_digest(rerun, RERUN)
    assert content_digest(Block("course", Block("html", data="乙")), RUN) != content_digest(run, RUN)


def test_the_embedded_host_tells_who_wrote_what_a_course_covers() -> None:
    one, other = factories.user(), factories.user()
    scenarios.load(marked_unit(), one)
    [marking] = host.markings_in_run(RUN)
    assert host.written(marking).authors == (one.pk,)
    block = open_block(f"{RUN}.html_demo.d0.u0", other, is_authoring=True)
    block.content = "<p>新</p>"
    block.save()
    written = host.written(marking)
    assert (written.authors, written.digest) == ((one.pk, other.pk), digest())


def test_what_is_gone_was_written_by_nobody(first: str) -> None:
    [marking] = host.markings_in_run(RUN)
    from dataclasses import replace

    assert host.written(replace(marking, usage_key=f"{RUN}.html_demo.d9.u0")) == host.Written()
    assert host.written(replace(marking, covers=f"{RUN}.html_demo.d9.u0")) == host.Written()
    assert host.written(replace(marking, covers=scenarios.unit_of(RUN))).digest == first
