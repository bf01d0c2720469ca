"""Reminders: in-page notices, and what goes out by other channels, never twice for the same cause (8.2.3)."""
