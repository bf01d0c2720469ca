"""One value, one byte string: RFC 8785 (JCS) for the values an archive holds (9.1.1).

The value space is ``dict`` with ``str`` keys, ``list``, ``str``, ``int`` within ±(2^53-1), ``bool`` and
``None``. Floats are left out on purpose: hours are decimal strings and durations whole seconds, so no two
programs can disagree on how a number is printed.
"""

from __future__ import annotations

import json
from typing import Final, NoReturn, TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | bool | None"

MAX_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""

MAX_DEPTH: Final = 64
"""How deep lists and objects may nest. Records nest two deep; more is an attack on the reader."""


class CanonicalError(ValueError):
    """A value has no canonical bytes, or bytes are not the canonical form of any value."""


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes of ``value`` (9.1.1).

    Raises ``CanonicalError`` for floats, integers beyond 2^53-1, keys that are not text, lone surrogates,
    other types (tuples and subclasses of the plain types included), and nesting beyond ``MAX_DEPTH``.
    """
    text = json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CanonicalError(f"text contains a lone surrogate: {error.object[error.start]!r}") from None


def parse(data: bytes) -> Value:
    """Return the value whose canonical bytes are ``data``.

    Raises ``CanonicalError`` for anything else: not UTF-8, not JSON, a repeated key, keys out of order,
    spaces, other escapes than RFC 8785 writes, floats, ``NaN``, integers beyond 2^53-1.
    """
    value: Value
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_repeats,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except CanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise CanonicalError(f"not JSON in UTF-8: {error}") from None
    if canonical(value) != data:
        raise CanonicalError("JSON that is not in canonical form (RFC 8785)")
    return value


def _ordered(value: object, depth: int) -> object:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        return _checked_integer(value)  # type: ignore[arg-type]
    if depth >= MAX_DEPTH:
        raise CanonicalError(f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, dict) and kind is dict:
        return {key: _ordered(value[key], depth + 1) for key in _ordered_keys(value)}
    if isinstance(value, list) and kind is list:
        return [_ordered(item, depth + 1) for item in value]
    raise CanonicalError(f"no canonical form for {kind.__name__}: {value!r:.80}")


def _checked_integer(value: int) -> int:
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise CanonicalError("integer beyond 2^53-1")
    return value


def _ordered_keys(mapping: dict[object, object]) -> list[str]:
    """Sort by UTF-16 code units as RFC 8785 asks: unlike code points, U+1F600 comes before U+FB33."""
    keys: list[str] = []
    for key in mapping:
        if type(key) is not str:
            raise CanonicalError(f"key is not text: {key!r:.80}")
        keys.append(key)
    if all(map(str.isascii, keys)):
        return sorted(keys)
    try:
        return sorted(keys, key=lambda key: key.encode("utf-16-be"))
    except UnicodeEncodeError:
        raise CanonicalError("key contains a lone surrogate") from None


def _without_repeats(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise CanonicalError("an object names the same key twice")
    return mapping


def _refuse_number(text: str) -> NoReturn:
    raise CanonicalError(f"number is no plain integer: {text:.40}")
