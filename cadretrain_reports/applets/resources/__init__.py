"""Learning support resources that an institution offers to trainees (7.2)."""
