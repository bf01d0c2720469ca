"""The same tests again on the database servers."""
