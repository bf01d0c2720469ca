"""Trainees who change units, leave for another platform or come from one (6.1.3, R9)."""
