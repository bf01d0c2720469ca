"""The one door to Redis. Whatever is wrong with it, beats go on in the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar

from cadretrain_reports import conf

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

PAUSE_S: Final = 10.0
"""How long a Redis that did not answer is left alone, so that beats do not wait for it one after the other."""

_TIMEOUT_S: Final = 1.0


class _State:
    """What this process knows of the buffer; every process finds out for itself."""

    left_alone_until = 0.0
    is_lost = False


def is_configured() -> bool:
    """Tell whether the site names a Redis for beats."""
    return bool(conf.beat_buffer())


def ask(question: Callable[[Any], _T]) -> _T | None:
    """Return what Redis answers to ``question``, which is given the client; ``None`` without a buffer.

    A buffer that fails is told of once, without a word of what was asked, and is tried again after ``PAUSE_S``.
    """
    if not is_configured() or time.monotonic() < _State.left_alone_until:
        return None
    try:
        answer = question(_client(conf.beat_buffer()))
    except _failures() as failure:
        _leave_alone(failure)
        return None
    if _State.is_lost:
        _State.is_lost = False
        _log.warning("The beat buffer answers again.")
    return answer


def buffer_failure() -> str | None:
    """Return what is wrong with the buffer, ``None`` if nothing is or none is set."""
    if not is_configured():
        return None
    try:
        _client(conf.beat_buffer()).ping()
    except _failures() as failure:
        return type(failure).__name__
    return None


def reset() -> None:
    """Forget what is known of the buffer, so that it is asked at once."""
    _State.left_alone_until, _State.is_lost = 0.0, False


def _leave_alone(failure: Exception) -> None:
    _State.left_alone_until = time.monotonic() + PAUSE_S
    if not _State.is_lost:
        _State.is_lost = True
        # The address may hold a password, so it is not named.
        _log.warning("The beat buffer fails (%s): beats go to the database until it answers.", type(failure).__name__)


@cache
def script(client: Any, text: str) -> Any:
    """Return a script as the client calls it: by its digest, which is worked out once."""
    return client.register_script(text)


@cache
def _client(url: str) -> Any:
    """Return the client of a process; one dropped connection, as after a restart, is no failure yet."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.exceptions import ConnectionError as ConnectionLost
    from redis.retry import Retry

    return Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=_TIMEOUT_S,
        socket_connect_timeout=_TIMEOUT_S,
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
    )


@cache
def _failures() -> tuple[type[Exception], ...]:
    """Return what may come of asking; the platform brings ``redis``, but nothing here depends on it."""
    try:
        from redis.exceptions import RedisError
    except ImportError:
        return (ImportError,)
    return (RedisError, OSError)
