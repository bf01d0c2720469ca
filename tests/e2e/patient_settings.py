"""As ``settings``, but with a longer breath: what lasts while a server starts is no break here."""

from tests.e2e.policy import PATIENT_GRACE_S, PATIENT_PERIOD_S
from tests.e2e.settings import *  # noqa: F403
from tests.e2e.settings import CADRETRAIN_STUDY_POLICY

CADRETRAIN_STUDY_POLICY = {**CADRETRAIN_STUDY_POLICY, "period_s": PATIENT_PERIOD_S, "grace_s": PATIENT_GRACE_S}
