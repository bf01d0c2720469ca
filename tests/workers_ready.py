"""What the process does from which the tests' workers are forked: Django is set up once, for all of them."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
