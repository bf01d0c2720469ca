"""The days of a theme class: attendance, leave, notices, assignments, exams, evaluation (8.3.4, 8.3.5)."""
