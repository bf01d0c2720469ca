"""Credit-hours, granted once (8.2.5, R4)."""
