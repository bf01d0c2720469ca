"""The door to what leaves the site (9.2, 10)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cadretrain_reports import conf
from cadretrain_reports.applets.archives.api import LogCheckpoint
from cadretrain_reports.applets.exchange.handover import write_hand_over
from cadretrain_reports.applets.exchange.portfolio import Portfolio
from cadretrain_reports.offline.describe import PackageHead
from cadretrain_reports.offline.package import write_package
from cadretrain_reports.rules.periods import Period

__all__ = ["NothingToExport", "Portfolio", "write_hand_over", "write_portfolio"]


class NothingToExport(Exception):  # noqa: N818 - a state of the site, no fault
    """The archive log has no entry yet."""


def write_portfolio(period: Period, checkpoint: LogCheckpoint | None, created_at: datetime) -> Path:
    """Write the portfolio package of ``period`` as the log stood at ``checkpoint``, and return its folder (9.1.1).

    Names and accounts are masked (9.2.3). A package appears whole or not at all. Raises ``NothingToExport`` for an
    empty log.
    """
    if checkpoint is None:
        raise NothingToExport
    head = PackageHead(
        site=conf.site_name(),
        year=period.label,
        period_start=period.start,
        period_end=period.end,
        bands=conf.credit_hour_bands(),
        created_at=created_at,
        time_zone=conf.time_zone(),
    )
    root = conf.export_root()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    portfolio = Portfolio(period, checkpoint.size)
    return write_package(
        root / head.name,
        head,
        portfolio.metadata_rows(),
        portfolio.course_rows(),
        portfolio.entries(),
        checkpoint.note,
        conf.site_signer(),
    )
