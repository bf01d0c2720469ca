"""How trainees evaluate the courses that they study (7.1.2)."""
