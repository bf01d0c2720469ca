"""How an institution's course construction is planned, inspected and declared to conform (7.1.1, 7.1.2)."""
