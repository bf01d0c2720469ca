"""Nothing leaks: every endpoint and page, asked by everybody, about everything.

The endpoints are found in the URL conf, so that a new one is asked too. Who may see what is said by an oracle of plain
loops. Whatever is answered is searched for secrets that are hidden in what is not the reader's.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.relations import RelatedField

from cadretrain_reports import models
from cadretrain_reports.applets.resources.api import storage
from cadretrain_reports.rest.fields import Seen
from cadretrain_reports.rest.people import TraineeSerializer
from cadretrain_reports.rest.upkeep import ReliefRequests
from cadretrain_reports.scopes.api import ANCHORS, Anchor
from cadretrain_reports.workflows.exports import KINDS as EXPORTED
from tests.academy.asking import READERS, World, state
from tests.academy.bodies import naming, sample, shape, some, strange_keys, with_key
from tests.academy.endpoints import ABSENT, UNSAFE, Endpoint, endpoints

pytestmark = [pytest.mark.django_db, pytest.mark.load]

PUBLIC: Final = {"check-certificate", "certificate-status"}
"""What is answered to anybody, signed in or not: a certificate to whoever knows its 128 random bits (8.3.6)."""
ENDPOINTS: Final = {endpoint.name: endpoint for endpoint in endpoints() if endpoint.name not in PUBLIC}
LISTS: Final = [endpoint for endpoint in ENDPOINTS.values() if endpoint.is_list]
PAGES: Final = [endpoint for endpoint in ENDPOINTS.values() if endpoint.is_page and endpoint.parameters]
FILES: Final = [endpoint for endpoint in ENDPOINTS.values() if endpoint.is_file]
ADDRESSED: Final = [endpoint for endpoint in ENDPOINTS.values() if endpoint.parameters and not endpoint.is_page]
OBJECTS: Final = [endpoint for endpoint in ADDRESSED if not endpoint.is_list and not endpoint.is_file]
OTHERS: Final = [endpoint for endpoint in ENDPOINTS.values() if not endpoint.parameters]

OF_THE_READER: Final = {"theme-class-card": {"registration"}}
"""What an answer says of whoever reads it: of that each is told something else, as the resource's own tests show."""

WRITING: Final = [
    (endpoint, method) for endpoint in ENDPOINTS.values() for method in UNSAFE if shape(endpoint, method) is not None
]


def each(found: list[Endpoint]) -> Any:
    return pytest.mark.parametrize("endpoint", found, ids=[endpoint.name for endpoint in found])


def lists(endpoint: Endpoint) -> list[tuple[Any, str, list[Model]]]:
    """Return the lists of an endpoint: below whom, at which address, and all rows that there are."""
    everything = endpoint.model._default_manager.order_by("pk")
    if endpoint.parent is None:
        return [(None, endpoint.url(), [*everything])]
    return [
        (owner, endpoint.url(owner), [*everything.filter((endpoint.parent.path, owner))])
        for owner in some([*endpoint.parent.rows.order_by("pk")])
    ]


def check_lists(world: World, endpoint: Endpoint) -> None:
    for owner, url, there in lists(endpoint):
        whole = world.rows("operator", url)
        assert len(whole) == len(there), url
        for reader in READERS:
            if owner is not None and not world.sees(reader, owner):
                assert world.ask(reader, "get", url).status_code == 404, (reader, url)
                continue
            told = world.rows(reader, url)
            expected = [(row, said) for row, said in zip(there, whole, strict=True) if world.sees(reader, row)]
            assert len(told) == len(expected), (reader, url)
            for said, (row, all_of_it) in zip(told, expected, strict=True):
                assert world.is_told_so(reader, row, said, all_of_it), (reader, url, said)


def check_objects(world: World, endpoint: Endpoint) -> None:
    (parameter,) = endpoint.parameters
    there = [*endpoint.model._default_manager.order_by("pk")]
    own = OF_THE_READER.get(endpoint.name, set())
    answers = {row.pk: world.ask("operator", "get", endpoint.url(row)).json() for row in there}
    whole = {pk: {name: said for name, said in told.items() if name not in own} for pk, told in answers.items()}
    for reader in READERS:
        nothing = world.ask(reader, "get", endpoint.url(**{parameter: ABSENT}))
        for row in some([row for row in there if not world.sees(reader, row)]):
            response = world.ask(reader, "get", endpoint.url(row))
            assert (response.status_code, response.content) == (404, nothing.content), (reader, endpoint.url(row))
        for row in some([row for row in there if world.sees(reader, row)]):
            response = world.ask(reader, "get", endpoint.url(row))
            assert response.status_code == 200, (reader, endpoint.url(row))
            told = {name: said for name, said in response.json().items() if name not in own}
            assert world.is_told_so(reader, row, told, whole[row.pk]), (reader, endpoint.url(row))


def check_files(world: World, endpoint: Endpoint) -> None:
    """Give every row a file: whoever does not see the row is answered as if there were none."""
    with transaction.atomic():
        stored = storage().save("leaks/x.txt", ContentFile(b"text"))
        endpoint.model._default_manager.update(stored_as=stored, file_name="x.txt")
        for reader in READERS:
            nothing = world.ask(reader, "get", endpoint.url(uuid=ABSENT))
            for row in endpoint.model._default_manager.all():
                response = world.ask(reader, "get", endpoint.url(row))
                assert response.status_code == (200 if world.sees(reader, row) else 404), (reader, endpoint.url(row))
                assert world.sees(reader, row) or response.content == nothing.content
        transaction.set_rollback(True)


@each(LISTS)
def test_a_list_shows_everybody_theirs_and_nothing_else(world: World, endpoint: Endpoint) -> None:
    check_lists(world, endpoint)


@each([endpoint for endpoint in OBJECTS if "get" in endpoint.actions])
def test_what_is_not_the_readers_is_as_if_it_were_not_there(world: World, endpoint: Endpoint) -> None:
    check_objects(world, endpoint)


@each(FILES)
def test_a_file_is_handed_out_to_whom_sees_what_it_belongs_to(world: World, endpoint: Endpoint) -> None:
    check_files(world, endpoint)


@each(ADDRESSED)
def test_what_is_not_the_readers_cannot_be_changed(world: World, endpoint: Endpoint) -> None:
    before = state()
    check_acts(world, endpoint)
    assert state() == before


@each(PAGES)
def test_a_page_about_something_strange_is_as_if_there_were_nothing(world: World, endpoint: Endpoint) -> None:
    """What is strange is asked for first: some of the pages do something to what is not, by a button alone."""
    before = state()
    (parameter,) = endpoint.parameters
    rows = some([*endpoint.named(parameter)[0]._default_manager.order_by("pk")])
    own = []
    for reader in READERS:
        for method in ("get", "post"):
            nothing = world.ask(reader, method, endpoint.url(**{parameter: ABSENT})).status_code
            for row in rows:
                if type(row) in ANCHORS and not world.sees(reader, row):
                    assert world.ask(reader, method, endpoint.url(row)).status_code == nothing, (reader, row)
                else:
                    own.append((reader, method, endpoint.url(row)))
    assert state() == before
    for reader, method, url in own:
        assert world.ask(reader, method, url).status_code in {200, 302, 400, 403, 404, 405}, (reader, url)


def check_acts(world: World, endpoint: Endpoint) -> None:
    """Whatever the method, what is strange is refused like what is not there.

    What is sent is a whole body, so that it cannot be the body that is refused. A method that there is not is answered
    before it is asked who asks: some readers will do.
    """
    (parameter,) = endpoint.parameters
    there = [*endpoint.named(parameter)[0]._default_manager.order_by("pk")]
    for reader in READERS:
        strange = [row for row in there if not world.sees(reader, row)]
        for method in UNSAFE if reader in READERS[:3] else endpoint.unsafe:
            said = (wanted := shape(endpoint, method)) and sample(wanted)
            nothing = world.ask(reader, method, endpoint.url(**{parameter: ABSENT}), said)
            assert nothing.status_code == (404 if method in endpoint.actions else 405), (reader, method, endpoint.name)
            for row in some(strange, 6 if "get" in endpoint.actions else 3):
                response = world.ask(reader, method, endpoint.url(row), said)
                assert response.content == nothing.content, (reader, method, endpoint.url(row))


@pytest.mark.parametrize(("endpoint", "method"), WRITING, ids=[f"{one.name}-{method}" for one, method in WRITING])
def test_what_a_body_names_is_the_readers_or_not_there(world: World, endpoint: Endpoint, method: str) -> None:
    before = state()
    check_bodies(world, endpoint, method)
    assert state() == before


def check_bodies(world: World, endpoint: Endpoint, method: str) -> None:
    wanted = shape(endpoint, method)
    for reader in READERS:
        for url in known_addresses(world, endpoint, reader):
            for path, field in naming(wanted):
                absent, *answers = (
                    world.ask(reader, method, url, with_key(sample(wanted), path, key)).content
                    for key in (ABSENT, *strange_keys(world, reader, field))
                )
                assert {absent, *answers} == {absent}, (reader, method, url, path)


def known_addresses(world: World, endpoint: Endpoint, reader: str) -> list[str]:
    if not endpoint.parameters:
        return [endpoint.url()]
    there = endpoint.model._default_manager.order_by("pk")
    return [endpoint.url(row) for row in there if world.sees(reader, row)][:2]


def test_a_body_that_names_what_is_out_of_scope_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seen, "get_queryset", RelatedField.get_queryset)
    for endpoint, method in (ENDPOINTS["service-list"], "post"), (ENDPOINTS["organization-merge"], "post"):
        with pytest.raises(AssertionError):
            check_bodies(world, endpoint, method)


@each(OTHERS)
def test_what_names_nobody_tells_no_secret_and_changes_nothing(world: World, endpoint: Endpoint) -> None:
    before = state()
    for reader in READERS:
        for method in ("get", *UNSAFE):
            world.ask(reader, method, endpoint.url())
    assert state() == before


@pytest.mark.parametrize("kind", EXPORTED)
def test_a_file_of_everything_changes_nothing_of_others(world: World, kind: str) -> None:
    """Of what is one's own it says what is so already; the rest is refused."""
    url = reverse(f"cadretrain:export-{kind}")
    table = world.clients["operator"].get(url, {"unmasked": "true", "reason": "核对"}).getvalue()
    before = state()
    for reader in READERS:
        response = world.send(reader, reverse(f"cadretrain:import-{kind}"), table)
        assert response.status_code in {200, 403}, (reader, response.content)
        if response.status_code == 200:
            assert response.json()["added"] == response.json()["changed"] == 0, (reader, response.json())
    assert state() == before


def test_a_file_of_trainees_changes_nobody_elses(world: World) -> None:
    """Neither where they are, nor by calling them the reader's own."""
    url = reverse("cadretrain:import-trainees")
    before = state()
    for reader in READERS:
        strange = [trainee for trainee in models.Trainee.objects.all() if not world.sees(reader, trainee)]
        bodies = [body.code for body in models.Organization.objects.all() if world.sees(reader, body)][:2]
        rows = [f"{trainee.code},李四,{unit}\n" for trainee in strange for unit in (trainee.unit.code, *bodies)]
        for row in rows:
            response = world.send(reader, url, f"学员编号,姓名,单位代码\n{row}".encode())
            assert response.status_code == 403 or response.json()["refused"] == 1, (reader, row, response.content)
            if response.status_code == 403:
                break
    assert state() == before


@each([*ENDPOINTS.values()])
def test_strangers_are_told_nothing(world: World, endpoint: Endpoint, settings: Any) -> None:
    url = endpoint.url(**dict.fromkeys(endpoint.parameters, ABSENT))
    for method in ("get", *UNSAFE):
        response = getattr(Client(), method)(url)
        if response.status_code == 302:  # a page sends strangers to sign in first
            assert response["Location"].startswith(settings.LOGIN_URL), (method, url)
        else:
            assert response.status_code in {400, 401, 403, 405}, (method, url)
        assert not world.sights["nobody"].secrets_in(response.content.decode())


def test_everybody_has_something_to_see_and_something_that_is_not_theirs(world: World) -> None:
    """Otherwise none of this would prove anything. Every kind of row is hidden from at least five.

    What no anchor leads to is seen by site operators alone.
    """
    for model, anchors in ANCHORS.items():
        there = {row.pk for row in model._default_manager.all()}
        seen = [world.sights[reader].seen[model] for reader in READERS]
        assert any(seen) == bool(anchors), model.__name__
        assert sum(keys < there for keys in seen) >= 5, model.__name__


@each([*LISTS, *OBJECTS, *FILES])
def test_a_resource_without_its_scope_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint
) -> None:
    monkeypatch.setattr(endpoint.view, "filter_backends", (DjangoFilterBackend,))
    check = check_lists if endpoint.is_list else check_objects if "get" in endpoint.actions else check_acts
    if endpoint.is_file:
        check = check_files
    with pytest.raises(AssertionError):
        check(world, endpoint)


def test_a_wider_anchor_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANCHORS, models.ReliefRequest, (Anchor("issuers", "trainee__managing_department"),))
    with pytest.raises(AssertionError):
        check_lists(world, ENDPOINTS["relief-request-list"])


def test_a_lifted_veil_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TraineeSerializer, "veiled", frozenset({"code"}))
    with pytest.raises(AssertionError):
        check_lists(world, ENDPOINTS["trainee-list"])


def test_a_secret_in_an_error_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(self: Any) -> Any:
        raise ValueError(models.ReliefRequest.objects.order_by("-pk")[0].reason)

    monkeypatch.setattr(ReliefRequests, "get_queryset", telling)
    with pytest.raises(AssertionError):
        check_lists(world, ENDPOINTS["relief-request-list"])
