"""Tests of the acts that cross applets."""
