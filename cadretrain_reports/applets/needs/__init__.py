"""Training needs that units hand in to institutions and departments (5.4)."""
