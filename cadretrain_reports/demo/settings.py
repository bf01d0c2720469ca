"""Settings of the embedded host.

The plugin is found and wired by the platform's own plugin machinery, so that what runs here is what Open edX loads.
``CADRETRAIN_HOME`` names the folder that holds the database, the keys and the packages; ``var`` by default.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from edx_django_utils.plugins import add_plugins, get_plugin_apps

from cadretrain_reports.apps import HOSTS, LMS

HOME = Path(os.environ.get("CADRETRAIN_HOME", "var")).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)


def _secret_key(path: Path) -> str:
    """Return the host's own secret, made at the first start; it appears whole, whoever else starts or is killed."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key(HOME / "secret-key")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ROOT_URLCONF = "cadretrain_reports.demo.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # First, because the workbench brings an empty page for what is not found.
    "cadretrain_reports.demo.apps.DemoConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # As the platform has them, for what they say in the user's language.
    "django_filters",
    "rest_framework",
    "treebeard",
    "workbench",
]
# The demo is the learning side and Studio in one process; the plugin is one app to both.
INSTALLED_APPS += [app for app in get_plugin_apps(LMS) if app not in INSTALLED_APPS]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The sample blocks that make up the units keep their templates in a folder that no app loader looks into.
        "DIRS": [files("sample_xblocks.basic") / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "demo.sqlite3",
        "OPTIONS": {
            # A deferred transaction that begins by reading loses its write to a second process.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}

# As the platform has it: permissions over single objects are answered by predicates.
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Nothing leaves the machine: each mail is a file.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(HOME / "mail")
DEFAULT_FROM_EMAIL = "academy@demo.cadretrain.invalid"
DEMO_ADDRESS = "127.0.0.1:8000"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"

# What goes wrong in a page is told in the terminal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["terminal"], "level": "ERROR", "propagate": False}},
}

# Files of resources lie outside what any address reaches.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "cadretrain_files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(HOME / "files"), "base_url": None},
    },
}

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

WORKBENCH = {"reset_state_on_restart": False, "services": {}}
EXCLUDED_XBLOCKS: set[str] = set()

CADRETRAIN_HOST = "cadretrain_reports.demo.host"
CADRETRAIN_SITE_NAME = "demo.cadretrain.invalid"
CADRETRAIN_SIGNING_KEY_FILE = str(HOME / "signing-key")
CADRETRAIN_PUBLIC_ADDRESS = f"http://{DEMO_ADDRESS}"
CADRETRAIN_EXPORT_ROOT = str(HOME / "packages")
CADRETRAIN_IMPORT_ROOT = str(HOME / "imports")

for _host in HOSTS:
    add_plugins(__name__, _host, "common")
for _host in HOSTS:
    add_plugins(__name__, _host, "production")
