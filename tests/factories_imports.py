"""Tables to import, what came back of them, and the acts that further processes do with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.offline.sheets import Row, write_xlsx
from cadretrain_reports.workflows.imports import KINDS, Outcome, import_file

Said = Mapping[str, str]

TRAINEE = {"code": "T1", "name": "张三丰", "unit": "BUREAU", "position": "处长", "rank": "一级调研员"}
BODY = {"code": "B1", "name": "教育局", "parent": "DEPARTMENT", "capacities": "学员所属单位"}
TEACHER = {
    "username": "teacher",
    "organization": "SASW",
    "criteria": "政治合格",
    "procedure": "集体研究",
    "starts_on": "2026-01-05",
}


def table(path: Path, kind: str, rows: Iterable[Said], encoding: str = "utf-8-sig") -> Path:
    """Write rows under the Chinese headers of a kind: CSV, or XLSX if the name ends so; return the path."""
    columns = KINDS[kind].columns
    headers = [column.header for column in columns]
    cells = ([row.get(column.key, "") for column in columns] for row in rows)
    if path.suffix == ".xlsx":
        write_xlsx(path, kind, headers, cells)
        return path
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([headers, *cells])
    return path


def trainees(count: int, unit: str = "BUREAU") -> Iterable[Said]:
    """Give rows of as many trainees, one by one."""
    return ({**TRAINEE, "code": f"T{number:06}", "unit": unit} for number in range(count))


def row(**cells: str) -> Row:
    """Return a row of a file as it was read."""
    return Row(2, cells, ())


def refused(outcome: Outcome) -> dict[int, str]:
    """Return of each refused row the line and what is said of it, from the file that came back (CSV)."""
    if outcome.problem_file is None:
        return {}
    with outcome.problem_file.open(encoding="utf-8-sig", newline="") as stream:
        return {int(said["行号"]): said["问题"] for said in csv.DictReader(stream)}


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Return how many rows were added, changed, unchanged, refused."""
    return outcome.added, outcome.changed, outcome.unchanged, outcome.refused


def world() -> tuple[list[Any], list[Any]]:
    """Return all that is recorded of trainees and bodies, keys and times left out."""
    people = Trainee.objects.order_by("code").values_list("code", "name", "unit__code", "position", "rank")
    bodies = Organization.objects.order_by("code").values_list("code", "name", "path")
    return list(people), list(bodies)


def do_import(actor: int, kind: str, path: str) -> list[int]:
    """In a further process: import a file; return the counts."""
    user = get_user_model().objects.get(pk=actor)
    return list(counts(import_file(user, kind, Path(path))))
