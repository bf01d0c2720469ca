"""Tests of training needs (5.4)."""
