"""Background work that Celery finds by its name; JSON goes in, twice is as good as once."""

from __future__ import annotations

import pytest
from celery import current_app

from cadretrain_reports import tasks
from cadretrain_reports.clock import SimulatedClock


@pytest.mark.parametrize("name", tasks.__all__)
def test_celery_knows_it(name: str) -> None:
    task = getattr(tasks, name)
    assert task.name == f"cadretrain.{name}"
    assert current_app.tasks[task.name].name == task.name


@pytest.mark.django_db
def test_granting_what_is_not_fulfilled_changes_nothing(at_new_year: SimulatedClock) -> None:
    from cadretrain_reports.applets.credits.models import CreditEntry
    from tests import factories

    account, _version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 60)
    for _ in range(2):
        tasks.grant_fulfilled.delay([page.study])
    assert CreditEntry.objects.count() == 0
