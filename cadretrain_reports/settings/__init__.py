"""What the plugin adds to the host's settings, by the plugin manager's settings types."""
