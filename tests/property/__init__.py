"""Laws of the rules, tried on generated input."""
