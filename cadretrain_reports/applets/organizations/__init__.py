"""Bodies of the standard (clause 5) as a tree."""
