"""Build step that has to be code: message catalogues are compiled while the package is built."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

TRANSLATIONS = Path(__file__).parent / "translations"


class BuildWithCatalogues(build_py):
    """Compile every ``.po`` of ``translations/`` beside itself, then build as usual."""

    def run(self) -> None:
        """Write the ``.mo`` files that both packages link to."""
        for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as po_file:
                catalogue = read_po(po_file, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as mo_file:
                write_mo(mo_file, catalogue)
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
