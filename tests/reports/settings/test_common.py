"""Defaults for what the operator has not set, never over what he has."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getsource
from types import SimpleNamespace

import pytest

from cadretrain_reports.settings import common

KINDS = ["common", "production", "test"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_absent_is_set(kind: str) -> None:
    host = SimpleNamespace()
    import_module(f"cadretrain_reports.settings.{kind}").plugin_settings(host)
    assert vars(host) == common.DEFAULTS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(common.DEFAULTS))
@pytest.mark.parametrize("value", ["the operator's", None, "", 0])
def test_the_operators_word_stands(kind: str, name: str, value: object) -> None:
    host = SimpleNamespace(**{name: value})
    for _ in range(2):
        import_module(f"cadretrain_reports.settings.{kind}").plugin_settings(host)
    assert getattr(host, name) == value


def test_every_setting_is_documented() -> None:
    """OEP-17: name, default and description, in the words of the code."""
    annotated = re.findall(r"\.\. setting_name: (\w+)\n\s+# \.\. setting_default: (.*)\n", getsource(common))
    assert [name for name, _default in annotated] == list(common.DEFAULTS)
    for name, default in annotated:
        assert eval(default) == common.DEFAULTS[name]
    assert getsource(common).count(".. setting_description: ") == len(common.DEFAULTS)
