"""Certificates set in type by typst: PDF/A-3 with the credential attached and the fonts' used glyphs inside (8.3.6).

A compiler is kept per process, since reading the fonts takes longer than a certificate. Typst starts threads when it
compiles, and a child that was forked after that would wait for them for ever: it compiles in a fresh process instead.
The library is loaded only where something is set.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cadretrain_reports.rules.certificates import CertificateFacts, facts_data

FORBIDDEN: Final = ("import", "include", "eval", "plugin", "std", "sys", "read")
"""Words by which a template could load what is not its own; the helpers are there without them."""

TIME_LIMIT_S: Final = 20
MEMORY_LIMIT: Final = 2 << 30
"""What a process may take that sets a template nobody has looked at yet."""

_RESOLUTION: Final = 96
"""Dots per inch of a picture."""

_ROOT: Final = Path(__file__).parent / "typst"
_PRELUDE: Final = '#import "/certificate.typ": *\n#show: sheet\n'
_compiled_in: set[int] = set()


class TemplateError(ValueError):
    """A template cannot be set in type; the message is typst's own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One certificate to be set: what it says, the address in its code, and its credential, empty for a specimen."""

    facts: CertificateFacts
    address: str
    credential: str
    at: datetime


def shipped(name: str) -> str:
    """Return the source of a template that is shipped."""
    return (_ROOT / f"{name}.typ").read_text(encoding="utf-8")


def check_source(source: str) -> None:
    """Raise ``TemplateError`` for a template that names what could reach beyond the page."""
    words = set("".join(one if one.isalnum() or one == "_" else " " for one in source).split())
    if named := sorted(words & set(FORBIDDEN)):
        raise TemplateError(f"a template cannot use: {', '.join(named)}")


def pdf(source: str, sheet: Sheet, fonts: tuple[str, ...]) -> bytes:
    """Return a certificate as PDF/A-3b. Raises ``TemplateError``."""
    if os.getpid() not in _compiled_in and _compiled_in:
        return _elsewhere(source, sheet, fonts, "pdf")
    return set_here(source, sheet, fonts, "pdf")


def preview(source: str, sheet: Sheet, fonts: tuple[str, ...]) -> bytes:
    """Return a picture (PNG) of a template that nobody has looked at yet, set in a process that is bounded.

    Raises ``TemplateError``, also for one that takes too long.
    """
    check_source(source)
    return _elsewhere(source, sheet, fonts, "png")


def qr_modules(address: str) -> str:
    """Return the QR code of an address, a line of ``0`` and ``1`` for each row of modules.

    As an image it takes a tenth of what it takes as drawn squares.
    """
    import zxingcpp

    made = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    rows: Any = memoryview(made.to_image(scale=1, add_quiet_zones=False)).tolist()
    return "".join("".join("0" if module else "1" for module in row) + "\n" for row in rows)


def set_here(source: str, sheet: Sheet, fonts: tuple[str, ...], kind: Any) -> bytes:
    """Set a certificate in this process, whatever it was forked from. Raises ``TemplateError``."""
    import typst

    _compiled_in.add(os.getpid())
    inputs = {
        "facts": json.dumps(facts_data(sheet.facts), ensure_ascii=False),
        "credential": sheet.credential,
        "qr": qr_modules(sheet.address),
    }
    how: dict[str, Any] = {"pdf_standards": ["a-3b"]} if kind == "pdf" else {"ppi": _RESOLUTION}
    try:
        made = _compiler(fonts).compile(
            input=(_PRELUDE + source).encode(),
            format=kind,
            sys_inputs=inputs,
            timestamp=sheet.at.replace(microsecond=0),
            **how,
        )
    except typst.TypstError as error:
        raise TemplateError(error.message) from error
    if not isinstance(made, bytes):
        raise TemplateError("a certificate has one page")
    return made


@lru_cache(maxsize=2)
def _compiler(fonts: tuple[str, ...]) -> Any:
    import typst

    nowhere = Path(tempfile.gettempdir(), "cadretrain-no-packages")
    folders = sorted({str(Path(path).parent) for path in fonts})
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    if not found.families():  # typst would leave all words out and say nothing
        raise TemplateError(f"no font can be read in {', '.join(folders)}")
    return typst.Compiler(
        root=_ROOT, font_paths=found, ignore_system_fonts=True, package_path=nowhere, package_cache_path=nowhere
    )


def _elsewhere(source: str, sheet: Sheet, fonts: tuple[str, ...], kind: str) -> bytes:
    asked = {
        "source": source,
        "facts": facts_data(sheet.facts),
        "address": sheet.address,
        "credential": sheet.credential,
        "at": sheet.at.isoformat(),
        "fonts": list(fonts),
        "kind": kind,
    }
    command = [sys.executable, "-m", "cadretrain_reports.offline.certificates.setting"]
    bounds: dict[str, Any] = {"timeout": TIME_LIMIT_S, "cwd": _ROOT.parents[3]}
    try:
        done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=False, **bounds)  # noqa: S603
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise TemplateError(f"the template took longer than {TIME_LIMIT_S} s") from None
    except ValueError:
        raise TemplateError("the template takes more memory than there is for it") from None
    if "fault" in said:
        raise TemplateError(said["fault"])
    return base64.b64decode(said["made"])
