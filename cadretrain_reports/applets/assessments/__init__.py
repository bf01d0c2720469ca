"""Assessment of courses and of elective learning (8.2.1, 8.2.5)."""
