"""What others rely on: golden files, and the tests that they still hold."""
