"""What an author asks while marking a course: the bands, exactly."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cadretrain_xblock.contract import CREDIT_HOURS_URL


def ask(client: Client, value: object, **headers: str) -> HttpResponse:
    return client.get(CREDIT_HOURS_URL, {"course_duration": value}, headers=headers)


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [
        ("1", "0.25"),
        ("900", "0.25"),
        ("901", "0.5"),
        ("1800", "0.5"),
        ("1801", "1"),
        ("720000", "1"),
        ("999999999", "1"),
        ("000901", "0.5"),
    ],
)
def test_the_hours_of_a_duration(client: Client, seconds: str, hours: str) -> None:
    response = ask(client, seconds)
    assert (response.status_code, response.json()) == (200, {"credit_hours": hours})


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-1",
        "",
        "x",
        "1.5",
        "nan",
        "inf",
        "1e3",
        "+901",
        " 901 ",
        "901\n",
        "1_0",
        "９０１",
        "٩٠١",
        "1000000000",
        pytest.param("9" * 4000, id="long"),
        pytest.param("9" * 5000, id="endless"),
    ],
)
def test_what_is_no_duration(client: Client, value: object) -> None:
    response = ask(client, value, **{"Accept-Language": "en"})
    assert response.status_code == 400
    assert response.json()["error"] == {
        "code": "bad_duration",
        "message": "A course duration is a whole number of seconds above zero.",
    }
    assert ask(client, value, **{"Accept-Language": "zh-hans"}).json()["error"]["message"].endswith("。")


def test_without_a_duration(client: Client) -> None:
    assert client.get(CREDIT_HOURS_URL).status_code == 400


def test_the_sites_own_bands(client: Client, settings: Any) -> None:
    settings.CADRETRAIN_CREDIT_HOUR_BANDS = [[1800, "1"], [None, "2"]]
    assert ask(client, "1800").json() == {"credit_hours": "1"}
    assert ask(client, "1801").json() == {"credit_hours": "2"}


def test_only_get(client: Client) -> None:
    assert client.post(CREDIT_HOURS_URL).status_code == 405
