"""Tests mirror the source: `cadretrain_reports/rules/periods.py` has `reports/rules/test_periods.py`."""
