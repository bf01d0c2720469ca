"""What departments issue to those below them, above all annual plans, and what a trainee has to learn (5.2, 8.1)."""
