"""Who holds which duty where, since when and by whose word (5, 6.2, 6.3, 6.4)."""
