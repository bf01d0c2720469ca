"""Pages of theme classes: listed, planned, run, registered in (8.3)."""
