"""What the templates of the pages are made of."""
