"""The block switched on, by as small a change as there is."""

from __future__ import annotations

import json

import pytest

from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.policy import switched_on
from cadretrain_reports.offline.olx.structure import Course
from cadretrain_reports.offline.olx.tree import parse

PATH = "policies/2026/policy.json"
NAME = '"cadretrain_credit_course"'


def on(policy: str | None, element: str = '<course display_name="x"/>') -> dict[str, str]:
    texts = {"course/2026.xml": element.encode()}
    if policy is not None:
        texts[PATH] = policy.encode()
    root = parse("course/2026.xml", element.encode())
    return {path: data.decode() for path, data in switched_on(Course(root, "2026", "C"), texts).items()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{\n    "course/2026": {\n        "advanced_modules": [\n            "poll"\n        ]\n    }\n}\n',
            (
                f'{{\n    "course/2026": {{\n        "advanced_modules": [\n            "poll",\n            {NAME}\n'
                "        ]\n    }\n}\n"
            ),
        ),
        (
            '{"course/2026": {"advanced_modules": ["a", "b"]}}',
            f'{{"course/2026": {{"advanced_modules": ["a", "b", {NAME}]}}}}',
        ),
        ('{"course/2026": {"advanced_modules": []}}', f'{{"course/2026": {{"advanced_modules": [{NAME}]}}}}'),
        ('{"course/2026": {"advanced_modules": [ ]}}', f'{{"course/2026": {{"advanced_modules": [{NAME}]}}}}'),
        ('{"course/2026": {}}', f'{{"course/2026": {{"advanced_modules": [{NAME}]}}}}'),
        (
            '{"course/2026": {\n  "x": "课"\n}}',
            f'{{"course/2026": {{\n  "advanced_modules": [{NAME}],\n  "x": "课"\n}}}}',
        ),
        (
            '{"a": {"advanced_modules": ["x"]}, "course/2026": {"advanced_modules": ["y"]}}',
            f'{{"a": {{"advanced_modules": ["x"]}}, "course/2026": {{"advanced_modules": ["y", {NAME}]}}}}',
        ),
        (
            '{"course/2026": {"n": "\\"advanced_modules\\": [", "advanced_modules": ["y"]}}',
            f'{{"course/2026": {{"n": "\\"advanced_modules\\": [", "advanced_modules": ["y", {NAME}]}}}}',
        ),
    ],
)
def test_the_policy(before: str, after: str) -> None:
    assert on(before) == {PATH: after}
    assert on(after) == {}


def test_the_policy_takes_over_what_the_element_says() -> None:
    element = '<course advanced_modules="[&quot;lti&quot;]"/>'
    said = json.loads(on('{"course/2026": {"x": 1}}', element)[PATH])
    assert said["course/2026"]["advanced_modules"] == ["lti", "cadretrain_credit_course"]


def test_without_a_policy_the_element_says_it() -> None:
    element = '<course advanced_modules="[&quot;lti&quot;]" x="y"><chapter/></course>'
    changed = on(None, element)["course/2026.xml"]
    modules = parse("c.xml", changed.encode()).attributes["advanced_modules"]
    assert json.loads(modules) == ["lti", "cadretrain_credit_course"]
    assert changed.endswith(' x="y"><chapter/></course>')
    assert on(None, changed) == {}


@pytest.mark.parametrize(
    "policy", ["", "{", "[]", '{"course/other": {}}', '{"course/2026": []}', '{"course/2026": {"advanced_modules": 5}}']
)
def test_a_policy_that_is_none(policy: str) -> None:
    with pytest.raises(OlxError) as caught:
        on(policy)
    assert caught.value.code == "broken_policy"
