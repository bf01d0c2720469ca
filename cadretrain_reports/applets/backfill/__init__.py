"""The years before installation, as far as the platform's traces tell of them (3.9, 9.1.1)."""
