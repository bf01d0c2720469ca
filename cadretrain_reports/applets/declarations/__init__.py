"""Hours that were not learned on this platform: declared with evidence, reviewed, and kept apart (8.2.5, R6)."""
