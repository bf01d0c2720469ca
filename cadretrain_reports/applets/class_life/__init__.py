"""What goes on in a theme class day by day: attendance, leave, notices, assignments, exams, evaluation (8.3.4, 8.3.5)."""
