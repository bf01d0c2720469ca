"""The door to training needs (5.4)."""

from cadretrain_reports.applets.needs.models import TrainingNeed
from cadretrain_reports.applets.needs.needs import (
    Need,
    about_need,
    change,
    collect,
    hand_in,
    receiver_of,
    state,
    withdraw,
)

__all__ = ["Need", "TrainingNeed", "about_need", "change", "collect", "hand_in", "receiver_of", "state", "withdraw"]
