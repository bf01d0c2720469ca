"""The settings of a server that tests talk to over HTTP: on the database of the running test, and in a hurry."""

import os

from tests.live_policy import POLICY
from tests.settings import *  # noqa: F403

CADRETRAIN_STUDY_POLICY = {**POLICY, "presence_every_s": float(os.environ["CADRETRAIN_TEST_PRESENCE_EVERY_S"])}
