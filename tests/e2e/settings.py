"""The demonstration's settings with the study policy of these tests: nobody waits for half a minute between beats."""

from cadretrain_reports.demo.settings import *  # noqa: F403
from tests.e2e.policy import GRACE_S, IDLE_AFTER_S, PERIOD_S

CADRETRAIN_STUDY_POLICY = {"period_s": PERIOD_S, "grace_s": GRACE_S, "idle_after_s": IDLE_AFTER_S}
CADRETRAIN_REPORTED_COURSE_ACTS = ["offline", "revoke"]
