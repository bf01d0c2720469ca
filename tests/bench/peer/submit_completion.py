"""edx-completion at work, in an environment of its own: it is a plugin, and would be loaded with the product.

Run as a script with the database in ``PEER_DATABASE`` (JSON, as Django has it). Each line of input is a number of
calls; each line of output is how many seconds they took. Nothing of this repository is imported.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": json.loads(os.environ["PEER_DATABASE"])},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "eventtracking.django.apps.EventTrackingConfig",
        "waffle",
        "completion",
    ],
    EVENT_TRACKING_ENABLED=True,
    EVENT_TRACKING_BACKENDS={},  # on the platform an event is written to a log besides
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
)
django.setup()

BLOCKS = 200


def main() -> None:
    """Prepare as many rows as the product has pages, then submit a changed value for each in turn."""
    from completion.models import BlockCompletion
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from opaque_keys.edx.keys import UsageKey
    from waffle.models import Switch

    call_command("migrate", verbosity=0, interactive=False)
    Switch.objects.get_or_create(name="completion.enable_completion_tracking", defaults={"active": True})
    user = get_user_model().objects.create_user("completion-bench")
    keys = [UsageKey.from_string(f"block-v1:SASW+CADRE+2026+type@html+block@b{n}") for n in range(BLOCKS)]
    for key in keys:
        BlockCompletion.objects.submit_completion(user, key, 0.0)
    done = 0
    for line in sys.stdin:
        started = time.perf_counter()
        for _call in range(int(line)):
            done += 1
            BlockCompletion.objects.submit_completion(user, keys[done % BLOCKS], (done // BLOCKS % 997 + 1) / 1000)
        sys.stdout.write(f"{time.perf_counter() - started}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
