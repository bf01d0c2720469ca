"""The beat buffer, on a Redis that is real."""
