"""How long things take on that server, in seconds: a study that passes while one looks on.

``GRACE_S`` is what a busy machine may take over one answer: an honest page would lose time to a longer one.
"""

from typing import Final

PERIOD_S: Final = 0.4
GRACE_S: Final = 4.0
PRESENCE_EVERY_S: Final = 6.0
PRESENCE_WAIT_S: Final = 5.0
POLICY: Final = {
    "period_s": PERIOD_S,
    "grace_s": GRACE_S,
    "late_window_s": 120.0,
    "presence_wait_s": PRESENCE_WAIT_S,
}
