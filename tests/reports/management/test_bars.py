"""Bars are shown on the standard error, what is printed is not mixed with them."""

from __future__ import annotations

import pytest

from cadretrain_reports.management.bars import counted, percent


def test_a_share_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with percent("Import") as tell:
        tell(0.5)
        tell(1.0)
    said = capsys.readouterr()
    assert (said.out, "Import" in said.err, "100%" in said.err) == ("", True, True)


def test_a_number_that_grows(capsys: pytest.CaptureFixture[str]) -> None:
    with counted("Export") as tell:
        tell(12)
    said = capsys.readouterr()
    assert (said.out, "Export 12" in said.err) == ("", True)
