"""Collect the messages of both packages into the catalogues of ``translations/``, and compile them.

Run by ``make translations``. A new message comes in untranslated, one that is no longer used goes out; what has been
translated stays. Needs nothing but Babel and Django: no gettext tools.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUES: Final = ROOT / "translations"
DOMAINS: Final = {"django": "cadretrain_reports", "text": "cadretrain_xblock"}
LANGUAGES: Final = ("en", "zh_CN")
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

_LITERAL = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")

Message = tuple[str | tuple[str, ...], str | None, str]
"""Message id (or singular and plural), context, and the file it stands in."""


def messages(package: str) -> Iterator[Message]:
    """Yield every translatable message of a package: Python first, then templates."""
    for source in sorted((ROOT / package).rglob("*.py")):
        for _line, message, _comments, context in extract_from_file("python", source, keywords=KEYWORDS):
            yield message, context, source.relative_to(ROOT).as_posix()
    for source in sorted((ROOT / package).rglob("*.html")):
        for message, context in _template_messages(source):
            yield message, context, source.relative_to(ROOT).as_posix()


def collected(domain: str) -> Catalog:
    """Return a fresh catalogue of all messages of a domain, untranslated.

    Its header says nothing of when and where it was made, so that an update shows in the diff as what it changed.
    """
    catalogue = Catalog(
        domain=domain,
        header_comment=f"# Messages of {DOMAINS[domain]}.",
        project="openedx-cadretrain",
        version="1",
        msgid_bugs_address="CadreTrain",
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="CadreTrain",
        language_team="CadreTrain",
        charset="utf-8",
        fuzzy=False,
    )
    for message, context, source in messages(DOMAINS[domain]):
        catalogue.add(message, context=context, locations=[(source, 0)])
    return catalogue


def update(language: str, domain: str) -> int:
    """Bring one catalogue up to date on disk, and return how many of its messages have no translation."""
    path = CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po"
    catalogue = collected(domain)
    catalogue.locale = language
    known = _read(path, language)
    for message in catalogue:
        if message.id:
            old = known.get(message.id, context=message.context) if known else None
            message.string = _translation(language, message.id, old.string if old else None)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as po_file:
        write_po(po_file, catalogue, width=119, omit_header=False, sort_output=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as mo_file:
        write_mo(mo_file, catalogue)
    return sum(1 for message in catalogue if message.id and not _complete(message.string))


def _template_messages(source: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    for function, arguments in _CALL.findall(templatize(source.read_text(encoding="utf-8"), origin=str(source))):
        texts = ast.literal_eval(f"({arguments},)")
        if function == "pgettext":
            yield texts[1], texts[0]
        else:
            yield (texts if function == "ngettext" else texts[0]), None


def _read(path: Path, language: str) -> Catalog | None:
    if not path.exists():
        return None
    with path.open("rb") as po_file:
        return read_po(po_file, locale=language)


def _translation(language: str, message: str | tuple[str, ...], known: str | tuple[str, ...] | None) -> object:
    """English is its own translation; elsewhere what was translated stays."""
    if language == "en":
        return message
    return known or ("" if isinstance(message, str) else ("",))


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main() -> int:
    """Update every catalogue; exit with 1 while one of them is incomplete."""
    missing = {(language, domain): update(language, domain) for language in LANGUAGES for domain in DOMAINS}
    for (language, domain), count in missing.items():
        sys.stdout.write(f"{language}/{domain}: {count} without translation\n")
    return int(any(missing.values()))


if __name__ == "__main__":
    raise SystemExit(main())
