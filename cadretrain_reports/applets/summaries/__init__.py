"""Summaries that units hand in of how their trainees have learned (8.2.4)."""
