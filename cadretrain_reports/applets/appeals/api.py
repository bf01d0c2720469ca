"""The door to appeals (8.2.5, 9.1.1)."""

from cadretrain_reports.applets.appeals.appeals import State, about_appeal, answer, ask, hold, withdraw
from cadretrain_reports.applets.appeals.models import Appeal

__all__ = ["Appeal", "State", "about_appeal", "answer", "ask", "hold", "withdraw"]
