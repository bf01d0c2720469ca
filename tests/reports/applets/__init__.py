"""Tests of the applets."""
