"""What people see and do in a real browser, against the demonstration's real server in a process of its own."""
