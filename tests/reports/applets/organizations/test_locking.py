"""Several processes that change the tree at the same time (5.1)."""

from __future__ import annotations

import signal
from itertools import chain
from typing import Any

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service, TreeLock
from tests.factories_bodies import ALL, check_tree, department, institution, unit
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = "tests.factories_bodies.do_"


def call(workers: list[Worker], act: str, *arguments: dict[str, Any]) -> list[Any]:
    return together(workers, "call", *({"function": ACTS + act, **own} for own in arguments))


def test_bodies_are_given_as_stored_in_the_order_asked_for() -> None:
    one, two = department("A"), department("B")
    organizations.rename(one, "新名")
    with organizations.held_tree(two, None, one) as stored:
        assert [body.name for body in stored] == ["B部", "新名"]


def test_the_lock_is_there_before_anybody_asks_for_it() -> None:
    assert str(TreeLock.objects.get()) == "1"
    organizations.lay_tree_lock(using="default")
    department("A")
    assert TreeLock.objects.count() == 1


def test_a_lock_that_was_lost_is_made_anew() -> None:
    TreeLock.objects.all().delete()
    department("A")
    assert TreeLock.objects.count() == 1


def test_the_first_bodies_of_all_are_added_by_three_at_once() -> None:
    codes = [[f"{worker}{number}" for number in range(8)] for worker in "ABC"]
    with crew(3) as workers:
        answers = call(workers, "add", *({"codes": own} for own in codes))
    assert answers == [[""] * 8] * 3
    assert Organization.objects.filter(depth=1).count() == 24
    check_tree()


def test_children_of_one_parent_are_added_by_three_at_once() -> None:
    department("P")
    codes = [[f"{worker}{number}" for number in range(8)] for worker in "ABC"]
    with crew(3) as workers:
        answers = call(workers, "add", *({"codes": own, "parent": "P"} for own in codes))
    assert answers == [[""] * 8] * 3
    assert organizations.get("P").numchild == 24
    check_tree()


def test_of_those_who_give_one_code_one_is_refused() -> None:
    with crew(3) as workers:
        answers = call(workers, "add", {"codes": ["A", "B", "C", "D"]})
    assert sorted(chain.from_iterable(answers)) == [""] * 4 + ["code_taken"] * 8
    check_tree()


def test_two_bodies_are_not_moved_below_each_other() -> None:
    with crew() as workers:
        for round_ in range(6):
            one, two = department(f"A{round_}"), department(f"B{round_}")
            unit(f"U{round_}", one)
            answers = call(
                workers, "move", {"body": one.code, "parent": two.code}, {"body": two.code, "parent": one.code}
            )
            assert sorted(answers) == ["", "below_itself"]
            check_tree()


def test_children_are_added_while_their_parent_moves() -> None:
    city = department("C", department("P"))
    department("E")
    above = city
    for level in range(3):
        above = department(f"L{level}", above)
    with crew(3) as workers:
        for round_ in range(6):
            for worker in workers[:2]:
                own = {"codes": [f"{round_}-{id(worker)}-{number}" for number in range(4)], "parent": "L2"}
                worker.send("call", function=ACTS + "add", **own)
            workers[2].send("call", function=ACTS + "move", body="C", parent=("E", "P", "")[round_ % 3])
            assert [worker.answer() for worker in workers] == [[""] * 4, [""] * 4, ""]
    assert organizations.get("L2").numchild == 48
    assert organizations.get("C").is_root()
    check_tree()


def test_the_same_service_is_begun_once_however_many_ask() -> None:
    institution("I"), unit("U")
    with crew(3) as workers:
        answers = call(workers, "serve", {"institution": "I", "unit": "U"})
        delegated = call(workers, "delegate", {"giver": "U", "receiver": "I"})
    for rows, model in ((answers, Service), (delegated, Delegation)):
        assert [row[0] for row in rows] == [model.objects.get().pk] * 3
        assert sorted(row[1] for row in rows) == [False, False, True]


def test_nothing_is_added_below_a_body_that_is_merged_at_the_same_time() -> None:
    with crew() as workers:
        for round_ in range(6):
            source, into = organizations.add(f"S{round_}", "甲", ALL), organizations.add(f"I{round_}", "乙", ALL)
            workers[0].send("call", function=ACTS + "add", codes=[f"U{round_}"], parent=source.code)
            workers[1].send("call", function=ACTS + "merge_bare", source=source.code, into=into.code)
            added, merged = workers[0].answer(), workers[1].answer()
            assert merged == ""
            assert added in ([""], ["closed"])
            assert organizations.get(source.code).numchild == 0
            assert organizations.get(into.code).numchild == (added == [""])
            check_tree()


@pytest.mark.parametrize("statements", [2, 4, 6, 8])
def test_a_process_killed_while_it_moves_a_body_leaves_the_tree_as_it_was(statements: int) -> None:
    city = department("C", department("P"))
    unit("U", city)
    department("E")
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", function=ACTS + "move", body="C", parent="E")
        assert worker.wait() == -signal.SIGKILL
    assert organizations.parent_of(organizations.get("C")) == organizations.get("P")
    check_tree()
    organizations.move(city, organizations.get("E"))
    check_tree()
