"""Tests of choices and recommendations."""
