"""Pages for plans and all else that is issued downwards: drafted, issued, acknowledged, reported on (5.2)."""
