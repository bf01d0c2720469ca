"""What a package says of itself: ``datapackage.json``, ``dictionary.json``, ``README.md`` and ``bag-info.txt``.

``datapackage.json`` follows Frictionless and names besides the site, the annual period (9.1.2) and the bands by which
hours were given (3.8). ``Frame`` is what a check needs of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cadretrain_reports.offline.digests import Digests
from cadretrain_reports.offline.layout import ENTRIES_FILE, SETS, package_name, rows_file, twin_file
from cadretrain_reports.offline.rows import strict_json
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, Band, bands_from, bands_to_data
from cadretrain_reports.rules.dictionary import CLAIM, TITLES, csv_schema, table_schema
from cadretrain_reports.rules.periods import day_start, zone_named
from cadretrain_reports.rules.rows import SPECIFICATION, TIME_ZONE
from cadretrain_reports.rules.shapes import (
    AnnualRecord,
    AssessmentRecord,
    CorrectionRecord,
    EventRecord,
    ReversalRecord,
    RowRecord,
    StudyRecord,
    happened_at,
)
from cadretrain_reports.rules.values import instant_text

_ENTRY_FIELDS = {
    "at": "datetime",
    "index": "integer",
    "kind": "string",
    "proof": "array",
    "record": "object",
    "salt": "string",
}


_LONGEST_YEAR = timedelta(days=366)


class HeadError(ValueError):
    """The head of a package contradicts itself."""


def _check_period(year: object, start: date, end: date) -> None:
    """Raise ``HeadError`` unless the period is at most a year and labelled by its first day (9.1.2)."""
    if type(year) is not int or year != start.year or not timedelta() < end - start <= _LONGEST_YEAR:
        raise HeadError(f"no period of the year {year!r}: {start} to {end}")


@dataclass(frozen=True, slots=True)
class PackageHead:
    """Whose package it is and of which annual period.

    ``site`` is the name under which the site signs; the period runs over the local days from ``period_start`` to
    before ``period_end`` in ``time_zone`` and is labelled ``year`` (9.1.2); ``bands`` give the hours of courses not
    credited yet (3.8); ``created_at`` is aware. ``HeadError`` where these contradict each other.
    """

    site: str
    year: int
    period_start: date
    period_end: date
    created_at: datetime
    bands: Sequence[Band] = STANDARD_BANDS
    time_zone: str = TIME_ZONE

    def __post_init__(self) -> None:
        _check_period(self.year, self.period_start, self.period_end)
        try:
            zone_named(self.time_zone)
            package_name(self.site, self.year, self.created_at)
        except ValueError as error:
            raise HeadError(str(error)) from error

    @property
    def name(self) -> str:
        """The name of the package and of its directory."""
        return package_name(self.site, self.year, self.created_at)


@dataclass(frozen=True, slots=True)
class Frame:
    """What bounds the records of a package: its year, the period's edges as records write instants, its bands."""

    year: int
    start_at: str
    end_at: str
    bands: tuple[Band, ...]
    time_zone: str

    def contains(self, record: RowRecord | EventRecord) -> bool:
        """Tell whether the fact lies in the period; study may last until its very end (9.1.2, R2).

        What is reversed, corrected or found of a period may be so after its end; an assessment counts in the period in
        which its credit falls.
        """
        if record.year != self.year:
            return False
        first, last = _span(record)
        is_span = isinstance(record, StudyRecord | CorrectionRecord)
        return self.start_at <= (first or self.start_at) and (last < self.end_at or (is_span and last == self.end_at))


def _span(record: RowRecord | EventRecord) -> tuple[str, str]:
    """Return from when to when a record has to lie in its period; empty where there is no such bound."""
    match record:
        case StudyRecord():
            return record.started_at, record.studied_until
        case CorrectionRecord():
            return record.started_at, record.ended_at
        case ReversalRecord():
            return record.earned_at, record.earned_at
        case AnnualRecord():
            return record.confirmed_at, ""
        case AssessmentRecord():
            return "", record.assessed_at
    return happened_at(record), happened_at(record)


class Lifetime(Frame):
    """The frame of a hand-over: all years of one trainee, from the opening of the account on."""

    def contains(self, record: RowRecord | EventRecord) -> bool:
        """Tell that the fact belongs there: no year is left out."""
        return bool(record.year)


LIFETIME = Lifetime(0, "", "", STANDARD_BANDS, TIME_ZONE)


def datapackage(head: PackageHead, digests: Mapping[str, Digests]) -> bytes:
    """Return ``datapackage.json`` for the files written so far."""
    document = {
        "name": head.name.lower(),
        "title": f"{head.year} 年度学员学习档案",
        "description": CLAIM,
        "created": instant_text(head.created_at),
        "specification": SPECIFICATION,
        "site": head.site,
        "period": {
            "label": head.year,
            "start": head.period_start.isoformat(),
            "end": head.period_end.isoformat(),
            "timeZone": head.time_zone,
        },
        "bands": bands_to_data(head.bands),
        "resources": _resources(digests),
    }
    return pretty(document)


def read_frame(data: bytes) -> Frame:
    """Return the frame that a ``datapackage.json`` names; ``ValueError`` where it names none."""
    document = strict_json(data)
    try:
        period = document["period"]
        zone = zone_named(period["timeZone"])
        first, after = (date.fromisoformat(period[edge]) for edge in ("start", "end"))
        start, end = day_start(first, zone), day_start(after, zone)
        bands = bands_from(document["bands"])
        year = period["label"]
    except (KeyError, TypeError, OverflowError) as error:
        raise HeadError(f"no period or no bands: {error!r}") from error
    _check_period(year, first, after)
    return Frame(year, instant_text(start), instant_text(end), bands, period["timeZone"])


def bag_info(head: PackageHead) -> dict[str, str]:
    """Return the labels of ``bag-info.txt``; the payload's oxum is the bag's own matter."""
    return {
        "Source-Organization": head.site,
        "External-Identifier": head.name,
        "External-Description": f"{head.year} 年度学员学习档案 ({SPECIFICATION})",
        "Bagging-Date": head.created_at.date().isoformat(),
    }


def readme(head: PackageHead) -> bytes:
    """Return ``README.md`` in Chinese: the claim, what lies where, how to check it."""
    files = "\n".join(f"- `{rows_file(name)}`、`{twin_file(name)}`:{TITLES[name]}" for name in SETS)
    return f"""# {head.year} 年度学员学习档案

{CLAIM}

- 站点:{head.site}
- 年度:{head.period_start} 起,至 {head.period_end} 前({head.time_zone})
{files}
- `{ENTRIES_FILE}`:存证日志条目、包含证明;`data/log/checkpoint`:日志检查点
- `data/dictionary.json`:数据字典

校验:`cadretrain verify --key 站点公钥 本目录`,无需联网。不指定公钥时,只对照包内自带的公钥。
""".encode()


def pretty(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON that people can read, in UTF-8."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def _resources(digests: Mapping[str, Digests]) -> list[dict[str, Any]]:
    resources = []
    for name in SETS:
        resources.append(_table(name, rows_file(name), TITLES[name], table_schema(name), digests))
        resources.append(_table(f"{name}-csv", twin_file(name), TITLES[name], csv_schema(name), digests))
    fields = [{"name": key, "type": kind} for key, kind in _ENTRY_FIELDS.items()]
    resources.append(_table("entries", ENTRIES_FILE, "存证日志条目", {"fields": fields}, digests))
    return resources


def _table(
    name: str, path: str, title: str, schema: Mapping[str, Any], digests: Mapping[str, Digests]
) -> dict[str, Any]:
    suffix = path.rpartition(".")[2]
    return {
        "name": name,
        "type": "table",
        "path": path.removeprefix("data/"),
        "title": title,
        "format": suffix,
        "mediatype": "text/csv" if suffix == "csv" else "application/jsonl",
        "encoding": "utf-8",
        "bytes": digests[path].size,
        "hash": f"sha256:{digests[path].sha256}",
        "schema": dict(schema),
    }
