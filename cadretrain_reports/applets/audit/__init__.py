"""Who did, was refused or read what, and why (9.2.3)."""
