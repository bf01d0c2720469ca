"""Writing the package of a period."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from cadretrain_reports import conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.exchange import api as exchange
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.publish import PublishError
from cadretrain_reports.rules.periods import period_by_label
from tests import factories

pytestmark = pytest.mark.django_db


def write(at: datetime) -> Path:
    return exchange.write_portfolio(period_by_label(2026, conf.period_rule()), archives.sequence(), at)


def test_the_package_names_site_period_bands_and_time(at_new_year: SimulatedClock, exports: Path) -> None:
    factories.trainee()
    package = write(at_new_year.at)
    assert package == exports / "learner-portfolio_demo.cadretrain.invalid_2026_20260105T010000"
    said = json.loads((package / "data/datapackage.json").read_text())
    assert (said["site"], said["created"]) == ("demo.cadretrain.invalid", "2026-01-05T01:00:00Z")
    assert said["period"] == {"label": 2026, "start": "2026-01-01", "end": "2027-01-01", "timeZone": "Asia/Shanghai"}
    assert said["bands"] == [[900, "0.25"], [1800, "0.5"], [None, "1"]]


def test_the_folder_of_packages_is_private(at_new_year: SimulatedClock, exports: Path) -> None:
    factories.trainee()
    write(at_new_year.at)
    assert exports.stat().st_mode & 0o777 == 0o700


def test_a_package_is_never_written_over(at_new_year: SimulatedClock, exports: Path) -> None:
    factories.trainee()
    package = write(at_new_year.at)
    before = (package / "signature.note").read_bytes()
    with pytest.raises(PublishError, match="exists already"):
        write(at_new_year.at)
    assert (package / "signature.note").read_bytes() == before


def test_an_empty_log_gives_no_package(at_new_year: SimulatedClock, exports: Path) -> None:
    with pytest.raises(exchange.NothingToExport):
        write(at_new_year.at)
    assert not exports.exists()
