"""How often one address may ask what anybody may ask: counted in the site's cache, minute by minute."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from edx_django_utils.ip import get_safest_client_ip

from cadretrain_reports import clock

_MINUTE_S: Final = 60


def within_limit(request: HttpRequest, what: str, per_minute: int) -> bool:
    """Count one more request for ``what`` from its network address, and tell whether it is within the limit.

    Only a digest of the address is kept, for two minutes. Addresses of IPv6 count by the network of a household.
    """
    minute = int(clock.now().timestamp()) // _MINUTE_S
    address = hashlib.sha256(_network(get_safest_client_ip(request)).encode()).hexdigest()[:32]
    key = f"cadretrain-{what}-{minute}-{address}"
    cache.add(key, 0, 2 * _MINUTE_S)
    try:
        return cache.incr(key) <= per_minute
    except ValueError:  # dropped since, as a full cache does
        return True


def _network(address: str) -> str:
    return ":".join(address.split(":")[:4]) if ":" in address else address
