"""Questions on courses and in theme classes, who answers them, and what moderation did (8.2.3, 8.3.4)."""
