"""Certificates of theme classes: issued once, never changed, revoked by further entries (3.11, 8.3.6)."""
