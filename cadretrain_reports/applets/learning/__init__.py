"""Learning time as the server saw it pass (3.9, R7)."""
