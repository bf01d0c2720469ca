"""The parts of a workbook that say where its first worksheet, its strings and its number formats are."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from cadretrain_reports.offline.problems import shown
from cadretrain_reports.offline.sheets.archive import Archive
from cadretrain_reports.offline.sheets.errors import SHOWN_LENGTH, SheetError
from cadretrain_reports.offline.sheets.faults import DAMAGED, NO_WORKBOOK
from cadretrain_reports.offline.sheets.markup import Attributes, Handler, attribute, parse_whole

MOST_ENTRIES: Final = 100_000
"""Elements of interest in one of these parts, worksheets for instance."""

_PACKAGE: Final = ""
_TRUE: Final = {"1", "true", "on"}


@dataclass(frozen=True, slots=True)
class Workbook:
    """Where to find what is read: part names of the first visible ``sheet``, of ``strings`` and ``styles``.

    ``strings`` and ``styles`` are empty where the workbook has none. ``epoch`` is the day 0 of its dates; ``others``
    are the titles of the other visible worksheets.
    """

    sheet: str
    strings: str
    styles: str
    epoch: datetime
    others: tuple[str, ...]


def find_workbook(archive: Archive) -> Workbook:
    """Return the parts of the workbook in ``archive``; ``SheetError`` if there is none or it has no worksheet."""
    main = _target(_relations(archive, _PACKAGE), "/officeDocument")
    if not main.lower().endswith(".xml"):
        raise SheetError(NO_WORKBOOK)
    entries = _Entries("workbook", "workbookPr", "sheet")
    parse_whole(archive.open(main), entries)
    if not entries.found["workbook"]:
        raise SheetError(NO_WORKBOOK)
    relations = _relations(archive, main)
    sheets = _visible_worksheets(entries, relations)
    dated_1904 = any(attribute(entry, "date1904") in _TRUE for entry in entries.found["workbookPr"])
    return Workbook(
        sheet=sheets[0][0],
        strings=_target(relations, "/sharedStrings"),
        styles=_target(relations, "/styles"),
        epoch=MAC_EPOCH if dated_1904 else WINDOWS_EPOCH,
        others=tuple(title for _part, title in sheets[1:]),
    )


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    part: str


def _visible_worksheets(entries: _Entries, relations: Mapping[str, _Relation]) -> list[tuple[str, str]]:
    sheets = []
    for entry in entries.found["sheet"]:
        relation = relations.get(attribute(entry, "id"))
        if relation is None:
            raise SheetError(DAMAGED)
        if attribute(entry, "state", "visible") == "visible" and relation.kind.endswith("/worksheet"):
            sheets.append((relation.part, shown(attribute(entry, "name"), SHOWN_LENGTH)))
    if not sheets:
        raise SheetError(NO_WORKBOOK)
    return sheets


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive:
        raise SheetError(NO_WORKBOOK)
    entries = _Entries("Relationship")
    parse_whole(archive.open(source), entries)
    return {
        attribute(entry, "Id"): _Relation(attribute(entry, "Type"), _resolved(folder, attribute(entry, "Target")))
        for entry in entries.found["Relationship"]
        if attribute(entry, "TargetMode") != "External"
    }


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _target(relations: Mapping[str, _Relation], kind: str) -> str:
    return next((relation.part for relation in relations.values() if relation.kind.endswith(kind)), "")


class _Entries(Handler):
    """The attributes of all elements of the given names."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.found: dict[str, list[Attributes]] = {name: [] for name in names}
        self.starts = {name: partial(self._take, name) for name in names}

    def _take(self, name: str, attributes: Attributes) -> None:
        self.found[name].append(attributes)
        if len(self.found[name]) > MOST_ENTRIES:
            raise SheetError(DAMAGED)
