"""The embedded host: XBlock workbench, plugin and admin on SQLite, for demonstrations, tests and authors of blocks."""
