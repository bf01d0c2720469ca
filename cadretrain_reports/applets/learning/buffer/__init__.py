"""The runs of open pages in Redis, where a beat costs the database nothing; see ``docs/decisions/0015``."""
