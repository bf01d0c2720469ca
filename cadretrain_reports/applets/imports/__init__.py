"""Tables that are taken in by a worker: how far each is, and what became of it (6.1.1, 9.2.2)."""
