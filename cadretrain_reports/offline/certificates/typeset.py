"""Certificates set in type by typst: PDF/A-3 with the credential attached and the fonts' used glyphs inside (8.3.6).

A compiler is kept per process, since reading the fonts takes longer than a certificate. Typst starts threads when it
compiles, and a child that was forked after that would wait for them for ever: it compiles in a fresh process instead.
The library is loaded only where something is set.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from cadretrain_reports.rules.certificates import CertificateFacts, facts_data

FORBIDDEN: Final = ("import", "include", "eval", "plugin", "std", "sys", "read")
"""Words by which a template could load what is not its own; the helpers are there without them."""

TIME_LIMIT_S: Final = 20
MEMORY_LIMIT: Final = 2 << 30
"""What a process may take that sets a template nobody has looked at yet."""

_RESOLUTION: Final = 96
"""Dots per inch of a picture."""

_SHIPPED: Final = Path(__file__).parent / "typst"
_HELPERS: Final = _SHIPPED / "certificate.typ"
_TEMPLATE: Final = """#import "/certificate.typ": *
#let template(facts, code) = [
{source}
]
"""
_MAIN: Final = """#import "/certificate.typ": code-of, sheet
#import "/{name}": template
#let facts = json(bytes({facts}))
#show: sheet.with(facts, {credential})
#template(facts, code-of.with({qr}))
"""
"""All that differs from one certificate to the next; what a template says of a whole class is set once."""

_PICTURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}"><image width="{width}" height="{width}" '
    'style="image-rendering:pixelated" href="data:image/png;base64,{png}"/></svg>'
)
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
    return (_SHIPPED / f"{name}.typ").read_text(encoding="utf-8")


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


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG, in which a picture has one pixel for each module.

    Drawn as squares it would take ten times as much of the file, and longer.
    """
    import zxingcpp

    made = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    picture = memoryview(made.to_image(scale=1, add_quiet_zones=False))
    modules, width = picture.tobytes(), len(picture)
    rows = b"".join(b"\0" + modules[start : start + width] for start in range(0, len(modules), width))
    header = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return _PICTURE.format(width=width, png=base64.b64encode(png).decode())


def set_here(source: str, sheet: Sheet, fonts: tuple[str, ...], kind: Any) -> bytes:
    """Set a certificate in this process, whatever it was forked from. Raises ``TemplateError``."""
    import typst

    _compiled_in.add(os.getpid())
    main = _MAIN.format(
        name=_template_file(source),
        facts=_literal(json.dumps(facts_data(sheet.facts), ensure_ascii=False)),
        qr=_literal(qr_svg(sheet.address)),
        credential=_literal(sheet.credential),
    )
    how: dict[str, Any] = {"pdf_standards": ["a-3b"]} if kind == "pdf" else {"ppi": _RESOLUTION}
    try:
        made = _compiler(fonts).compile(
            input=main.encode(),
            format=kind,
            timestamp=sheet.at.replace(microsecond=0),
            **how,
        )
    except typst.TypstError as error:
        raise TemplateError(error.message) from error
    if not isinstance(made, bytes):
        raise TemplateError("a certificate has one page")
    return made


def _literal(text: str) -> str:
    """Return a text as a string of the template's language: nothing in it can end the string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Return the folder that is all of the file system that templates see; it goes with the process that made it."""
    folder = Path(mkdtemp(prefix="cadretrain-typeset-"))
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # and not in a child that was forked since
        shutil.rmtree(folder, ignore_errors=True)


def _template_file(source: str) -> str:
    """Lay a template and the helpers into the folder, unless they are there; return the name of its file.

    They are looked for each time: what stands in a temporary folder for long may be cleared away.
    """
    name = f"{sha256(source.encode()).hexdigest()}.typ"
    _lay("certificate.typ", _HELPERS.read_text(encoding="utf-8"))
    _lay(name, _TEMPLATE.format(source=source))
    return name


def _lay(name: str, text: str) -> None:
    path = _folder() / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


@lru_cache(maxsize=2)
def _compiler(fonts: tuple[str, ...]) -> Any:
    import typst

    nowhere = _folder() / "no-packages"
    folders = sorted({str(Path(path).parent) for path in fonts})
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    if not found.families():  # typst would leave all words out and say nothing
        raise TemplateError(f"no font can be read in {', '.join(folders)}")
    return typst.Compiler(
        root=_folder(),
        font_paths=found,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
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
    bounds: dict[str, Any] = {"timeout": TIME_LIMIT_S, "cwd": _SHIPPED.parents[3]}
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
