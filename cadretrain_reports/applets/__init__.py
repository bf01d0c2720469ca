"""The rooms of the house. Each applet's ``api.py`` is its only door; none calls one above it."""
