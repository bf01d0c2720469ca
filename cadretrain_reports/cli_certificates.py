"""What ``cadretrain verify`` says of a certificate, and of what a scan of its code gave (8.3.6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.messages import gettext_noop
from cadretrain_reports.offline.problems import Unreadable, shown
from cadretrain_reports.rules.notes import VerifierKey

if TYPE_CHECKING:
    from cadretrain_reports.offline.certificates.verify import CertificateReport

_SCANNED: Final = ("https://", "http://")
_LABELS: Final = {
    "name": gettext_noop("Name"),
    "class_title": gettext_noop("Theme class"),
    "began_on": gettext_noop("From"),
    "ended_on": gettext_noop("Until"),
    "hours": gettext_noop("Credit-hours"),
    "hosts": gettext_noop("Hosts"),
    "organizers": gettext_noop("Organizers"),
    "issuer": gettext_noop("Issued by"),
    "issued_on": gettext_noop("Issued on"),
    "number": gettext_noop("Certificate number"),
}


def is_certificate(path: str) -> bool:
    """Tell whether what is to be checked is the file or the code of a certificate."""
    if path.startswith(_SCANNED):
        return True
    try:
        with Path(path).open("rb") as stream:
            return stream.read(5) == b"%PDF-"
    except (OSError, ValueError):
        return False


def verify_certificate_at(
    path: str,
    key: VerifierKey | None,
    status: Path | None,
    *,
    as_json: bool,
    output: Callable[[], AbstractContextManager[None]],
) -> bool:
    """Check a certificate, print the outcome inside ``output``, and tell whether nothing is wrong.

    Raises ``Unreadable``.
    """
    from cadretrain_reports.offline.certificates.verify import verify_certificate, verify_scan

    if path.startswith(_SCANNED):
        if key is None:
            raise Unreadable(_("What a code says is checked by the site's public key: give it with --key."))
        report = verify_scan(path, key)
    else:
        report = verify_certificate(Path(path), key, status)
    with output():
        if as_json:
            typer.echo(json.dumps(_as_data(report), ensure_ascii=False))
        else:
            _show(report)
    return report.intact


def _as_data(report: CertificateReport) -> dict[str, object]:
    return {
        "verdict": "intact" if report.intact else "revoked" if report.revoked else "altered",
        "certificate": shown(report.path, 4096),
        "key": report.key,
        "pinned": report.pinned,
        "said": report.said,
        "status_list": report.listed,
        "revoked": report.revoked,
        "problems": [problem.as_data() for problem in report.problems],
    }


def _show(report: CertificateReport) -> None:
    for problem in report.problems:
        typer.echo(f"{problem.file} · {problem.code.value}: {problem.reason}")
    for name, value in report.said.items():
        text = ", ".join(value) if isinstance(value, list) else value
        typer.echo(f"{_(_LABELS[name])}: {shown(text, 1000)}")
    if report.intact:
        typer.secho(_("Intact: it says what was signed."), fg="green")
    else:
        typer.secho(_("Not valid. Problems: %(problems)d.") % {"problems": len(report.problems)}, fg="red")
    if not report.pinned:
        typer.echo(_("Checked only against the key that the certificate names; give the site's own with --key."))
    if report.revoked is None:
        text = _("Whether it has been revoked since is said at %(address)s")
        typer.echo(text % {"address": shown(report.listed, 1000)})
    typer.echo(_("Key: %(key)s") % {"key": shown(report.key)})
