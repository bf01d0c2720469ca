"""The door to imports that run in the background (6.1.1, 9.2.2)."""

from cadretrain_reports.applets.imports.files import discard, fetch, opened, store
from cadretrain_reports.applets.imports.models import ImportRun
from cadretrain_reports.applets.imports.runs import (
    Superseded,
    about,
    begin,
    fail,
    finish,
    forget_rows,
    is_given_up,
    keep_progress,
    left,
    out_of_date,
)

__all__ = [
    "ImportRun",
    "Superseded",
    "about",
    "begin",
    "discard",
    "fail",
    "fetch",
    "finish",
    "forget_rows",
    "is_given_up",
    "keep_progress",
    "left",
    "opened",
    "out_of_date",
    "store",
]
