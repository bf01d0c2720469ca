"""What the tests of the API share: somebody who sees everything, and a way to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from cadretrain_reports import clock
from cadretrain_xblock.contract import API_ROOT
from tests import factories, factories_people
from tests.academy.asking import EVERYBODY, World
from tests.conftest import NEW_YEAR
from tests.telling import Page

Ask = Callable[..., HttpResponse]


@pytest.fixture
def operator(client: Client) -> Client:
    """Return the client of a site operator, who may read all."""
    user = factories.user("operator")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def ask(operator: Client) -> Ask:
    """Return the function that asks as the operator, in English, by an address below the root of the API."""

    def asked(address: str, **query: Any) -> HttpResponse:
        return operator.get(f"{API_ROOT}{address}", query, headers={"Accept-Language": "en"})

    return asked


@pytest.fixture
def page() -> Page:
    """Return the page of a site operator, who may do all."""
    return Page(factories_people.operator())


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return one academy for all tests of a module; each of them undoes what it does."""
    with django_db_blocker.unblock(), clock.simulated(NEW_YEAR), transaction.atomic():
        with override_settings(AUTHENTICATION_BACKENDS=[EVERYBODY]):
            yield World()
        transaction.set_rollback(True)
