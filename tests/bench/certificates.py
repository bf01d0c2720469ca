"""Certificates in a Chinese font, beside learning-credentials' ``generate_pdf_credential`` with the same font.

Ours says the facts as a signed credential, draws the code, sets the page as PDF/A-3 with the credential inside and
seals it; theirs writes five lines on an empty page. Both are measured in seconds of CPU, in turn.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from cadretrain_reports.offline.certificates.fonts import FOLDERS
from cadretrain_reports.offline.certificates.seal import sealed
from cadretrain_reports.offline.certificates.typeset import Sheet, pdf, shipped
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.certificates import statement
from cadretrain_reports.rules.credentials import Place, signed, unsigned
from cadretrain_reports.rules.notes import Signer
from tests.bench.environment import python_with
from tests.bench.measure import Comparison, LeftOut
from tests.factories_certificates import facts

WHAT: Final = "certificate as PDF in a Chinese font"
PEER: Final = ("learning-credentials==0.5.3", "pypdf<7")
"""A fresh install takes pypdf 7, with which this version raises."""

CERTIFICATES: Final = 50
ROUNDS: Final = 3
_SCRIPT: Final = Path(__file__).parent / "peer" / "generate_pdf_credential.py"
_AT: Final = datetime(2026, 3, 10, tzinfo=UTC)


def certificates() -> Comparison | LeftOut:
    """A certificate, signed, coded, set and sealed, beside a page with five lines."""
    font = next(_fonts(), None)
    if font is None:
        return LeftOut(WHAT, "a Chinese font with TrueType outlines", "apt-get install fonts-lxgw-wenkai")
    signer, fonts = Signer.generate("lms.example.org"), (str(font),)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as template:
        template.write(_ours(0, signer, fonts, source="~"))
        template.flush()
        environment = {**os.environ, "PEER_FONT": str(font), "PEER_TEMPLATE": template.name}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [str(python_with("bench-peer-credentials", *PEER)), str(_SCRIPT)]
        with subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as peer:
            times = [(_timed(signer, fonts), _asked(peer)) for _ in range(ROUNDS)]
            assert peer.stdin
            peer.stdin.close()
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    return Comparison(WHAT, "learning-credentials, generate_pdf_credential", ours, theirs, CERTIFICATES, "per CPU")


def _fonts() -> Iterator[Path]:
    """Yield fonts that both can read: the peer's library reads TrueType outlines only."""
    if "CADRETRAIN_BENCH_FONT" in os.environ:
        yield Path(os.environ["CADRETRAIN_BENCH_FONT"])
    for folder in FOLDERS:
        yield from sorted(Path(folder).expanduser().rglob("LXGWWenKai-Regular.ttf"))


def _ours(number: int, signer: Signer, fonts: tuple[str, ...], source: str = "") -> bytes:
    said = replace(facts(name=f"买买提·艾力{number}"), number=f"SASW-2026-K1-{number:04}-7G3KX")
    public_id = f"{number:022}"
    page = f"https://lms.example.org/cadretrain/certificates/{public_id}/"
    document = unsigned(said, Place(page, "https://lms.example.org/status/0/", number), _AT, signer.verifier)
    credential = canonical(signed(document, signer, _AT)).decode()
    sheet = Sheet(said, f"{page}#{statement(said, public_id, signer)}", credential, _AT)
    return sealed(pdf(source or shipped("classic"), sheet, fonts), signer)


def _timed(signer: Signer, fonts: tuple[str, ...]) -> float:
    start = time.process_time()
    for number in range(1, CERTIFICATES + 1):
        _ours(number, signer, fonts)
    return time.process_time() - start


def _asked(peer: subprocess.Popen[str]) -> float:
    assert peer.stdin
    assert peer.stdout
    peer.stdin.write(f"{CERTIFICATES}\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())
