"""Certificates as files: set in type, sealed, and checked with no network and no Django (3.11, 8.3.6)."""
