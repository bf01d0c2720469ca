"""Further processes on the database of the running test, so that "at the same time" is meant as said.

The test starts ``Worker`` and sends it acts; ``together`` lets several begin at one instant. Workers are forked from
one process that has Django set up already and no connection of its own.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.workers_ready"])


class Died(Exception):  # noqa: N818 - that is what happened
    """The process ended instead of answering."""


class Worker:
    """One process that shares the test's database and home. Use it in a ``with`` block."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.db import connection

        self.pipe, far_end = _FORKS.Pipe()
        shared = (str(connection.settings_dict["NAME"]), settings.CADRETRAIN_BEAT_BUFFER)
        self.process = _FORKS.Process(target=_serve, args=(far_end, *shared), daemon=True)
        self.process.start()
        far_end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.pipe.close()
        self.wait()

    def wait(self) -> int | None:
        """Return how the process ended: 0, or the negative number of the signal that killed it."""
        self.process.join(timeout=30)
        assert self.process.exitcode is not None
        return self.process.exitcode

    def send(self, act: str, **arguments: Any) -> None:
        """Have the act begun."""
        self.pipe.send(json.dumps({"act": act, "arguments": arguments}))

    def answer(self) -> Any:
        """Return what the act returned; raise ``RuntimeError`` with its traceback, or ``Died``."""
        try:
            said = json.loads(self.pipe.recv())
        except (EOFError, ConnectionResetError):
            raise Died from None
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["result"]

    def do(self, act: str, **arguments: Any) -> Any:
        """Do one act and return its result."""
        self.send(act, **arguments)
        return self.answer()


@contextmanager
def crew(size: int = 2) -> Iterator[list[Worker]]:
    """Give workers that are up."""
    workers = [Worker() for _ in range(size)]
    try:
        for worker in workers:
            worker.do("hello")
        yield workers
    finally:
        for worker in workers:
            worker.__exit__()


def together(workers: Sequence[Worker], act: str, *arguments: dict[str, Any]) -> list[Any]:
    """Have every worker do the act at the same time, with its own arguments or all with the same."""
    each = arguments if len(arguments) == len(workers) else arguments * len(workers)
    for worker, own in zip(workers, each, strict=True):
        worker.send(act, **own)
    return [worker.answer() for worker in workers]


def _hello() -> str:
    return "ready"


def _die_after(statements: int, once_in: str = "") -> None:
    """Have the process killed, as by ``kill -9``, before the statement after so many.

    Where ``once_in`` names a folder, statements are counted from when there is anything in it.
    """
    from django.db import connection

    done = 0

    def count(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal done
        if not once_in or any(Path(once_in).iterdir()):
            if done == statements:
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1
        return execute(*statement)

    connection.execute_wrappers.append(count)


def _grant(study: int) -> bool:
    from cadretrain_reports.workflows.study import grant_if_fulfilled

    return grant_if_fulfilled(study) is not None


def _sequence() -> int:
    from cadretrain_reports.applets.archives import api as archives

    checkpoint = archives.sequence()
    return checkpoint.size if checkpoint else 0


def _first_beat(user: int, usage_key: str, session: str) -> int:
    from cadretrain_reports.workflows import study
    from tests.factories import SEEN

    return study.first_beat(user, usage_key, session, SEEN).study


def _next_beats(study: int, session: str, usage_key: str, visible: bool, times: int) -> list[str | None]:
    from cadretrain_reports.applets.learning.api import Heard, OpenPage, Signs
    from cadretrain_reports.workflows.study import next_beat

    page, heard = OpenPage(study, session, usage_key), Heard(Signs(visible=visible, active=True))
    stored = [next_beat(page, heard) for _ in range(times)]
    return [beat.reason if beat else "refused" for beat in stored]


def _register(code: str, usage_key: str, title: str) -> int:
    from tests.factories import marking, register

    return register(marking(code, usage_key=usage_key, title=title)).pk


def _archive_studies(year: int) -> int:
    from cadretrain_reports import conf
    from cadretrain_reports.rules.periods import period_by_label
    from cadretrain_reports.workflows.submit import archive_studies

    return archive_studies(period_by_label(year, conf.period_rule()))


def _export(year: int, root: str) -> str:
    from django.test import override_settings

    from cadretrain_reports.workflows.submit import export_year

    with override_settings(CADRETRAIN_EXPORT_ROOT=root):
        return str(export_year(year))


def _declare_liaison(actor: int, user: int, unit: str) -> str:
    from cadretrain_reports.applets.organizations.api import get
    from cadretrain_reports.workflows.duties import declare_liaison
    from tests.factories_duties import terms

    return _answer(lambda: declare_liaison(_person(actor), _person(user), get(unit), terms()).state)


def _decide_liaison(actor: int, assignment: int, decision: str) -> str:
    from cadretrain_reports.applets.roles.api import RoleAssignment
    from cadretrain_reports.workflows.duties import Decision, decide_liaison

    duty = RoleAssignment.objects.get(pk=assignment)
    return _answer(lambda: decide_liaison(_person(actor), duty, Decision(decision), "理由").state)


def _person(user: int) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=user)


def _answer(act: Callable[[], str]) -> str:
    """Return what the act answered, or the code of its refusal."""
    from cadretrain_reports.refusals import Refused

    try:
        return act()
    except Refused as refused:
        return refused.code


def _call(function: str, **arguments: Any) -> Any:
    """Call what a dotted path names, so that acts can lie beside the tests that need them."""
    module, _, name = function.rpartition(".")
    return getattr(import_module(module), name)(**arguments)


def _open_accounts(actor: int, codes: list[str], **other: str) -> list[str]:
    from cadretrain_reports.workflows.openings import open_accounts
    from tests.factories_people import request

    requests = [request(code, **other) for code in codes]
    return [opening.result for opening in open_accounts(_person(actor), requests)]


def _decide_relief(actor: int, request: int, approved: bool) -> str:
    from cadretrain_reports.applets.upkeep.api import ReliefRequest
    from cadretrain_reports.workflows.upkeep import decide_relief

    asked = ReliefRequest.objects.get(pk=request)
    return _answer(lambda: decide_relief(_person(actor), asked, approved=approved, answer="核实").state)


def _change_trainee(actor: int, code: str, position: str) -> list[str]:
    from cadretrain_reports.applets.people.api import find_trainee
    from cadretrain_reports.workflows.trainees import change_trainee

    return list(change_trainee(_person(actor), find_trainee(code), {"position": position}))


def _accept_rules(actor: int, version: str) -> bool:
    from cadretrain_reports.workflows.upkeep import accept_rules

    return accept_rules(_person(actor), version)


_ACTS: dict[str, Callable[..., Any]] = {
    act.__name__.removeprefix("_"): act
    for act in (
        _hello,
        _die_after,
        _grant,
        _sequence,
        _first_beat,
        _next_beats,
        _register,
        _archive_studies,
        _export,
        _declare_liaison,
        _decide_liaison,
        _call,
        _open_accounts,
        _decide_relief,
        _change_trainee,
        _accept_rules,
    )
}


def _serve(pipe: Connection, database: str, beat_buffer: str) -> None:
    """Do the acts that come through ``pipe`` until it is closed."""
    import traceback

    from django.conf import settings
    from django.db import connection

    from cadretrain_reports import clock

    connection.settings_dict["NAME"] = database
    settings.CADRETRAIN_BEAT_BUFFER = beat_buffer
    while (line := _next_line(pipe)) is not None:
        wanted = json.loads(line)
        arguments = wanted["arguments"]
        at = arguments.pop("at", None)
        try:
            with clock.simulated(datetime.fromisoformat(at)) if at else _real_clock():
                said = {"result": _ACTS[wanted["act"]](**arguments)}
        except Exception:  # noqa: BLE001 - whatever it is, the test is told
            said = {"error": traceback.format_exc()}
        pipe.send(json.dumps(said))
    connection.close()


def _next_line(pipe: Connection) -> str | None:
    try:
        line: str = pipe.recv()
    except EOFError:
        return None
    return line


@contextmanager
def _real_clock() -> Iterator[None]:
    yield
