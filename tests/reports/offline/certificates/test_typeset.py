"""Certificates set by the real library: what is on the page, in the file and in the code."""

from __future__ import annotations

import io
import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from cadretrain_reports.offline.certificates import typeset
from cadretrain_reports.offline.certificates.fonts import FontsMissingError, characters, font_files, lacking
from cadretrain_reports.offline.certificates.reading import squeezed
from cadretrain_reports.offline.certificates.typeset import Sheet, TemplateError, pdf, preview, shipped
from cadretrain_reports.rules.certificates import TEMPLATES, CertificateFacts
from tests.factories_certificates import facts

pytestmark = pytest.mark.fonts

AT = datetime(2026, 3, 10, 2, tzinfo=UTC)
ADDRESS = "https://lms.example.org/cadretrain/certificates/" + "a" * 22 + "/#" + "b" * 250
STANDARD = "".join(Path(__file__).with_name("tongyong_guifan_hanzi.txt").read_text(encoding="utf-8").split())
"""通用规范汉字表 (2013), a national standard: its 8,105 characters in their order."""

SHORT = replace(facts(), number="SASW-2026-K1-0001-7G3KX")
LONG = CertificateFacts(
    name="阿卜杜热合曼·买买提依明·吐尔逊江·阿布都克里木",
    class_title="深入学习贯彻习近平新时代中国特色社会主义思想和党的二十届三中全会精神处级干部专题",
    began_on=date(2026, 3, 2),
    ended_on=date(2026, 11, 26),
    hours=Decimal("142.75"),
    hosts=("中共某某省某某自治州委员会组织部", "某某省某某自治州人力资源和社会保障局"),
    organizers=("某某省某某自治州干部教育培训网络学院", "中共某某自治州委党校"),
    issuer="中共某某省某某自治州委员会组织部",
    issued_on=date(2026, 12, 10),
    number="NORTH-SCHOOL-2026-ZTB-2026-017-0001-7G3KX",
)
CREDENTIAL = '{"id":"' + "x" * 2800 + '"}'


def made(template: str, said: CertificateFacts) -> bytes:
    return pdf(shipped(template), Sheet(said, ADDRESS, CREDENTIAL, AT), font_files())


@pytest.mark.parametrize("said", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_all_is_on_one_page_as_text_in_a_small_file(template: str, said: CertificateFacts) -> None:
    data = made(template, said)
    assert len(data) <= 60_000
    reader = PdfReader(io.BytesIO(data))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = squeezed(page.extract_text())
    for part in (*said.printed, str(said.hours), "准予结业", "结业证书"):
        assert squeezed(part) in text
    assert reader.attachments["credential.json"] == [CREDENTIAL.encode()]
    metadata = reader.xmp_metadata
    assert metadata
    assert metadata.pdfaid_part == "3"
    assert metadata.pdfaid_conformance == "B"


@pytest.mark.parametrize("said", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_code_leads_to_the_page_of_the_certificate(
    template: str, said: CertificateFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_RESOLUTION", 150)  # as a poor scanner gives it
    sheet = Sheet(said, ADDRESS, CREDENTIAL, AT)
    picture = Image.open(io.BytesIO(typeset.set_here(shipped(template), sheet, font_files(), "png")))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_leaves_the_sheet(template: str) -> None:
    """The margin of the longest certificate is as that of the shortest: nothing runs over the frame."""
    pictures = [
        Image.open(io.BytesIO(typeset.set_here(shipped(template), Sheet(said, ADDRESS, "{}", AT), font_files(), "png")))
        for said in (SHORT, LONG)
    ]
    edges = []
    for picture in pictures:
        width, height = picture.size
        edge = height // 18
        sides = ((0, 0, edge, height), (width - edge, 0, width, height), (0, 0, width, edge))
        edges.append([picture.crop(side).tobytes() for side in (*sides, (0, height - edge, width, height))])
    assert edges[0] == edges[1]


def test_every_character_of_the_national_table_is_printed() -> None:
    """Each of them in a name of ten; a missing glyph would fail PDF/A, or not come back as text."""
    assert len(STANDARD) == len(set(STANDARD)) == 8_105
    assert lacking(STANDARD, font_files()) == ""
    source = "#set page(height: auto)\n#facts.class_title"
    said = replace(SHORT, class_title=STANDARD)
    data = pdf(source, Sheet(said, ADDRESS, "{}", AT), font_files())
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    # NFKC folds nothing of the table but what a font shares between two code points.
    missing = set(squeezed(STANDARD)) - set(squeezed(text))
    assert missing == set()


def test_a_character_that_no_font_has_is_named() -> None:
    assert lacking("张\U000323aa三\ue000 \n丰\ue000", font_files()) == "\U000323aa\ue000"
    assert "张" in map(chr, characters(font_files()))


def test_it_is_never_printed_as_a_box() -> None:
    with pytest.raises(TemplateError):
        pdf(shipped("plain"), Sheet(replace(SHORT, name="张\ue000"), ADDRESS, "{}", AT), font_files())


def test_no_fonts_at_all(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match="fonts-noto-cjk"):
        font_files((str(tmp_path),))
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(TemplateError, match="no font can be read"):
        pdf(shipped("plain"), Sheet(SHORT, ADDRESS, "{}", AT), font_files((str(tmp_path),)))


def test_a_certificate_is_the_same_whenever_it_is_set() -> None:
    assert made("classic", SHORT) == made("classic", SHORT)


def test_a_forked_child_does_not_wait_for_threads_that_are_not_there() -> None:
    made("classic", SHORT)
    child = os.fork()
    if child == 0:
        os._exit(0 if made("classic", SHORT).startswith(b"%PDF") else 1)
    for _ in range(300):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        time.sleep(0.1)
    else:
        os.kill(child, 9)
        pytest.fail("the child hangs")
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_temporary_folder_that_was_cleared_away_is_laid_anew() -> None:
    before = made("classic", SHORT)
    shutil.rmtree(typeset._folder())
    assert made("classic", SHORT) == before


def test_a_preview_is_marked_as_a_specimen() -> None:
    sheet = Sheet(SHORT, ADDRESS, "", AT)
    picture = Image.open(io.BytesIO(preview(shipped("classic"), sheet, font_files())))
    assert picture.size == (1123, 794)
    plain = typeset.set_here(shipped("classic"), replace(sheet, credential="{}"), font_files(), "png")
    assert picture.tobytes() != Image.open(io.BytesIO(plain)).tobytes()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('#read("/etc/passwd")', "read"),
        ('#import "@preview/cetz:0.3.0"', "import"),
        ('#include "classic.typ"', "include"),
        ('#eval("1+1")', "eval"),
        ("#dictionary(std)", "std"),
        ("#sys.inputs", "sys"),
        ('#image("/etc/passwd")', "file"),
        ('#image("../../../../../../etc/passwd")', "escape the project root"),
        ('#json("/etc/passwd")', "file"),
        ("#nothing", "unknown variable"),
        ("#pagebreak()", "one page"),
        ("#let f(n) = f(n + 1)\n#f(0)", "depth exceeded"),
    ],
)
def test_what_a_template_cannot_do(source: str, said: str) -> None:
    with pytest.raises(TemplateError) as refused:
        preview(source, Sheet(SHORT, ADDRESS, "", AT), font_files())
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "source", ["#for i in range(99999999999) { }", "#let a = range(1000)\n#while true { a = a + a }"]
)
def test_a_template_that_would_take_all_there_is(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "TIME_LIMIT_S", 3)
    with pytest.raises(TemplateError):
        preview(source, Sheet(SHORT, ADDRESS, "", AT), font_files())
