"""Tests of the plugin's settings."""
