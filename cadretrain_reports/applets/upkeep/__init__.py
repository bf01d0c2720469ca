"""Keeping up accounts: the platform's rules, instruction of trainees, requests for relief (6.1.2, 6.1.3, 6.3.3)."""
