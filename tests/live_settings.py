"""The settings of a server that tests talk to over HTTP: on the database of the running test, and in a hurry."""

from tests.live_policy import POLICY
from tests.settings import *  # noqa: F403

CADRETRAIN_STUDY_POLICY = POLICY
