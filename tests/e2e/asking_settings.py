"""As ``settings``, but presence has to be confirmed every few seconds."""

from tests.e2e.policy import PRESENCE_EVERY_S, PRESENCE_WAIT_S
from tests.e2e.settings import *  # noqa: F403
from tests.e2e.settings import CADRETRAIN_STUDY_POLICY

CADRETRAIN_STUDY_POLICY = {
    **CADRETRAIN_STUDY_POLICY,
    "presence_every_s": PRESENCE_EVERY_S,
    "presence_wait_s": PRESENCE_WAIT_S,
}
