"""Online elective learning (3.12): which courses trainees have chosen, and which were recommended to them."""
