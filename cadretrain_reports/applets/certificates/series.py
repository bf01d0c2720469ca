"""Numbers that are taken once, each by whoever holds the series' row (8.3.6)."""

from __future__ import annotations

from cadretrain_reports.applets.certificates.models import CertificateSeries


def take(key: str, count: int) -> range:
    """Take the next ``count`` numbers of a series, counted from 1; call inside a transaction, which holds the series.

    A transaction that is undone gives its numbers back, so that there are no gaps.
    """
    CertificateSeries.objects.get_or_create(key=key)
    series = CertificateSeries.objects.select_for_update().get(key=key)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, series.last + 1)
