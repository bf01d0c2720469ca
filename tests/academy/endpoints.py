"""All endpoints and pages of the plugin, found in its URL conf, and what each of them is about.

A new one is found without a word here. One whose address names an object has to say of which kind: a resource of the
API does by its ``queryset``, ``lookup_field`` and ``parent``; a page by an attribute ``addresses`` of its view,
``{"uuid": (Trainee, "uuid")}``. Where nothing is said, the test fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pytest
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

NAMESPACE: Final = "cadretrain"
UNSAFE: Final = ("post", "put", "patch", "delete")

ABSENT: Final = "00000000-0000-4000-8000-00000000dead"
"""The key of nothing."""


@dataclass(frozen=True)
class Endpoint:
    """One pattern of the URL conf: its name, its view, and the parts of its address that name objects."""

    name: str
    callback: Any
    parameters: tuple[str, ...]

    @cached_property
    def view(self) -> Any:
        """The class of the view, or the function that it is."""
        return getattr(self.callback, "cls", getattr(self.callback, "view_class", self.callback))

    @cached_property
    def actions(self) -> Mapping[str, str]:
        """What is done for each method, by the name of the view's own function."""
        if hasattr(self.callback, "actions"):
            return dict(self.callback.actions)
        if isinstance(self.view, type):
            return {method: method for method in ("get", *UNSAFE) if hasattr(self.view, method)}
        return {method: method for method in ("get", *UNSAFE)}

    @property
    def unsafe(self) -> tuple[str, ...]:
        """The methods by which something may be changed here."""
        return tuple(method for method in UNSAFE if method in self.actions)

    @property
    def parent(self) -> Any:
        """The object in whose address a list stands, as its view says it, or ``None``."""
        return getattr(self.view, "parent", None)

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people, which says by ``addresses`` what its address names."""
        return hasattr(self.callback, "addresses")

    @property
    def is_list(self) -> bool:
        """Whether it answers rows of a model that a scope narrows."""
        return self.actions.get("get") == "list" and not getattr(self.view, "public", False)

    @property
    def is_file(self) -> bool:
        """Whether it hands out a file that belongs to a row."""
        return self.actions.get("get") == "download"

    @property
    def model(self) -> type[Model]:
        """The model whose rows it answers, or one of which its address names."""
        return self.view.queryset.model if self.is_list else self.named(self.parameters[-1])[0]

    def named(self, parameter: str) -> tuple[type[Model], str]:
        """Return of which model a part of the address names an object, and by which field."""
        if self.parent is not None and parameter == self.parent.key:
            return self.parent.rows.model, self.parent.key
        lookup = getattr(self.view, "lookup_field", None)
        if lookup and parameter == (self.view.lookup_url_kwarg or lookup):
            return self.view.queryset.model, lookup
        said = getattr(self.callback, "addresses", getattr(self.view, "addresses", {}))
        if parameter not in said:
            pytest.fail(f"{self.name}: say by `addresses` on its view which object {parameter!r} names", pytrace=False)
        return said[parameter]

    def url(self, row: Any = None, **given: str) -> str:
        """Return the address of an object, where it names one; ``given`` are parts said outright."""
        if len(self.parameters) > 1 and row is not None:
            pytest.fail(f"{self.name}: an address with several objects; teach this test how they belong together")
        keys = {parameter: key_of(row, self.named(parameter)[1]) for parameter in self.parameters if row is not None}
        return reverse(f"{NAMESPACE}:{self.name}", kwargs={**keys, **given})


def key_of(row: Any, path: str) -> str:
    """Return the value to which a field path leads."""
    for step in path.split("__"):
        row = getattr(row, step)
    return str(row)


def endpoints() -> list[Endpoint]:
    """Return every endpoint and page of the plugin."""
    (root,) = (
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and pattern.namespace == NAMESPACE
    )
    return [*_walk(root, ())]


def _walk(resolver: URLResolver, above: tuple[str, ...]) -> Iterator[Endpoint]:
    for pattern in resolver.url_patterns:
        parameters = (*above, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, parameters)
        elif isinstance(pattern, URLPattern):
            if not pattern.name:
                pytest.fail(f"{pattern.pattern}: give the pattern a name", pytrace=False)
            yield Endpoint(pattern.name, pattern.callback, parameters)
