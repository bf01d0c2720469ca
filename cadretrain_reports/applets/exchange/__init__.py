"""What leaves the site: standard-shaped packages (9.2, 10)."""
