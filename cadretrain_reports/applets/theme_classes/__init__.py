"""Theme classes, their trainees and their staff (3.10, 8.3)."""
