"""Tests of `cadretrain_reports`."""
