"""What trainees object to about their time, credit or assessment, and what they are answered (8.2.5, 9.1.1)."""
