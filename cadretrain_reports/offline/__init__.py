"""Files that stand alone: packages are written and verified here, with no Django and no network (9.1.1)."""
