"""How long things take here, in seconds: a study that passes while one looks on."""

PERIOD_S = 0.5
GRACE_S = 4
IDLE_AFTER_S = 300
PRESENCE_EVERY_S = 2
PRESENCE_WAIT_S = 6
PATIENT_PERIOD_S = 2
PATIENT_GRACE_S = 20
