"""Tests of the pages for plans."""
