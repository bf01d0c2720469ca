"""Tests of the REST resources."""
