"""learning-credentials at work, in an environment of its own, with a Chinese font, as its documentation has it.

Run as a script with the font in ``PEER_FONT`` and a PDF to write on in ``PEER_TEMPLATE``. Each line of input is a
number of certificates; each line of output is how many seconds of CPU they took. Nothing of this repository is
imported. What the platform would give is put in its place: assets from files instead of database rows, and the words
of a date.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType, SimpleNamespace

import django
from django.conf import settings
from django.core.files import File

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django_celery_beat",
        "learning_paths",
        "learning_credentials",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    MEDIA_ROOT=mkdtemp(),
    MEDIA_URL="/media/",
    LMS_ROOT_URL="https://lms.example.org",
    TIME_ZONE="Asia/Shanghai",
    CERTIFICATE_DATE_FORMAT="%Y年%m月%d日",
    USE_TZ=True,
)
for name in ("common", "common.djangoapps", "common.djangoapps.util", "common.djangoapps.util.date_utils"):
    sys.modules[name] = ModuleType(name)
sys.modules["common.djangoapps.util.date_utils"].strftime_localized = lambda date, how: date.strftime(how)
django.setup()

ASSETS = {"font": Path(os.environ["PEER_FONT"]), "template": Path(os.environ["PEER_TEMPLATE"])}
OPTIONS = {
    "template": "template",
    "defaults": {"font": "font"},
    "text_elements": {
        "number": {"text": "证书编号：SASW-2026-K1-0001-7G3KX", "y": 60, "size": 12},
        "passed": {"text": "考核合格，准予结业", "y": 160, "size": 18},
    },
}


def main() -> None:
    """Make as many certificates as each line asks for."""
    from learning_credentials import generators, models

    def asset(slug: str) -> File:
        return File(ASSETS[slug].open("rb"))

    models.CredentialAsset.get_asset_by_slug = staticmethod(asset)
    for line in sys.stdin:
        start = time.process_time()
        for number in range(int(line)):
            credential = SimpleNamespace(
                uuid=uuid.uuid4(),
                verify_uuid=uuid.uuid4(),
                user=SimpleNamespace(id=number),
                user_full_name=f"买买提·艾力{number}",
                learning_context_name="学习贯彻党的二十届三中全会精神专题培训班",
                created=datetime(2026, 3, 10, tzinfo=UTC),
            )
            generators.generate_pdf_credential(credential, OPTIONS)
        sys.stdout.write(f"{time.process_time() - start}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
