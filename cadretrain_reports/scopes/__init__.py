"""What is this person's scope? The one place that answers it: who may read what, and who may do what (5, 9.2.1)."""
