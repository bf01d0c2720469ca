from __future__ import annotations

from pathlib import Path
from typing import Any

from cadretrain_reports import conf
from cadretrain_reports.demo import filling


def test_a_signing_key_is_made_once_whatever_a_killed_run_left(settings: Any, tmp_path: Path) -> None:
    settings.CADRETRAIN_SIGNING_KEY_FILE = str(tmp_path / "signing-key")
    (tmp_path / "signing-key.new").write_text("half a k", encoding="ascii")
    filling._make_signing_key()
    key = conf.site_signer().text
    filling._make_signing_key()
    assert conf.site_signer().text == key
    assert conf.site_signer().name == settings.CADRETRAIN_SITE_NAME
    assert [path.name for path in tmp_path.iterdir()] == ["signing-key"]
