"""Every setting that makes no sense is refused by its name."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cadretrain_reports import conf
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, Band
from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.periods import PeriodRule


def test_the_defaults() -> None:
    assert conf.study_policy() == StudyPolicy(30, 60, 600, 28_800, "Asia/Shanghai", presence_every_s=1800)
    assert conf.one_course_at_a_time()
    assert conf.credit_hour_bands() == STANDARD_BANDS
    assert conf.period_rule() == PeriodRule(1, 1, "Asia/Shanghai")
    assert conf.site_name() == "demo.cadretrain.invalid"


def test_a_sites_own(settings: Any, tmp_path: Path) -> None:
    settings.CADRETRAIN_STUDY_POLICY = {"grace_s": 90, "daily_cap_s": 3600}
    settings.CADRETRAIN_TIME_ZONE = "Asia/Urumqi"
    settings.CADRETRAIN_CREDIT_HOUR_BANDS = [[1800, "1"], [None, "1.5"]]
    settings.CADRETRAIN_PERIOD_START = (9, 1)
    settings.CADRETRAIN_EXPORT_ROOT = str(tmp_path)
    assert conf.study_policy() == StudyPolicy(30, 90, 600, 3600, "Asia/Urumqi", presence_every_s=1800)
    assert conf.credit_hour_bands() == (Band(1800, Decimal(1)), Band(None, Decimal("1.5")))
    assert conf.period_rule() == PeriodRule(9, 1, "Asia/Urumqi")
    assert conf.export_root() == tmp_path


BAD = [
    ("STUDY_POLICY", {"grace": 60}, conf.study_policy),
    ("STUDY_POLICY", {"grace_s": 0}, conf.study_policy),
    ("STUDY_POLICY", {"grace_s": "60"}, conf.study_policy),
    ("STUDY_POLICY", {"period_s": 61}, conf.study_policy),
    ("STUDY_POLICY", {"time_zone": "UTC"}, conf.study_policy),
    ("STUDY_POLICY", [30, 60], conf.study_policy),
    ("STUDY_POLICY", None, conf.study_policy),
    ("CREDIT_HOUR_BANDS", [], conf.credit_hour_bands),
    ("BEAT_BUFFER", "default", conf.beat_buffer),
    ("BEAT_BUFFER", None, conf.beat_buffer),
    ("BEAT_BUFFER", 6379, conf.beat_buffer),
    ("REPORTED_COURSE_ACTS", ["release"], conf.reported_course_acts),
    ("REPORTED_COURSE_ACTS", "update", conf.reported_course_acts),
    ("REPORTED_COURSE_ACTS", [["update"]], conf.reported_course_acts),
    ("REPORTED_COURSE_ACTS", None, conf.reported_course_acts),
    ("CREDIT_HOUR_BANDS", [[900, "0.3"], [None, "1"]], conf.credit_hour_bands),
    ("CREDIT_HOUR_BANDS", [[900, "0.25"]], conf.credit_hour_bands),
    ("CREDIT_HOUR_BANDS", [[1800, "0.5"], [900, "0.25"], [None, "1"]], conf.credit_hour_bands),
    ("CREDIT_HOUR_BANDS", "900", conf.credit_hour_bands),
    ("CREDIT_HOUR_BANDS", {"900": "0.25"}, conf.credit_hour_bands),
    ("CREDIT_HOUR_BANDS", 900, conf.credit_hour_bands),
    ("PERIOD_START", [2, 29], conf.period_rule),
    ("PERIOD_START", [13, 1], conf.period_rule),
    ("PERIOD_START", ["9", "1"], conf.period_rule),
    ("PERIOD_START", [1], conf.period_rule),
    ("PERIOD_START", "0901", conf.period_rule),
    ("PERIOD_START", None, conf.period_rule),
    ("TIME_ZONE", "Asia/Peking", conf.time_zone),
    ("TIME_ZONE", "", conf.period_rule),
    ("TIME_ZONE", "../etc", conf.study_policy),
    ("TIME_ZONE", None, conf.study_policy),
    ("IDENTITY_STORAGE", "plain", conf.keeps_identity_numbers),
    ("IDENTITY_STORAGE", None, conf.identity_settings),
    ("QUESTION_POLICY", {"due_days": 0}, conf.question_policy),
    ("QUESTION_POLICY", {"most_per_hour": True}, conf.question_policy),
    ("QUESTION_POLICY", {"days_off": "2026-10-01"}, conf.question_policy),
    ("QUESTION_POLICY", {"days_on": ["1 October"]}, conf.question_policy),
    ("QUESTION_POLICY", {"days_off": ["2026-10-01"], "days_on": ["2026-10-01"]}, conf.question_policy),
    ("QUESTION_POLICY", {"weekends": 2}, conf.question_policy),
    ("FEWEST_ANSWERS", 0, conf.fewest_answers),
    ("FEWEST_ANSWERS", True, conf.fewest_answers),
    ("FILE_LIMIT_MIB", "50", conf.largest_file),
    ("CERTIFICATE_NUMBER", "{serial}", conf.certificate_pattern),
    ("CERTIFICATE_TEMPLATE", "gold", conf.certificate_template),
    ("CERTIFICATE_CHECKS", 0, conf.certificate_checks),
    ("PUBLIC_ADDRESS", "lms.example.org", conf.public_address),
    ("FILE_TYPES", "pdf", conf.file_types),
    ("FILE_TYPES", ["pdf", "html"], conf.file_types),
    ("FILE_TYPES", None, conf.file_types),
    ("MATCHING_KEY_FILE", "/nowhere/key", conf.matching_key),
    ("MATCHING_KEY_FILE", "/nowhere/key", conf.identity_settings),
]


@pytest.mark.parametrize(("name", "value", "read"), BAD)
def test_a_bad_setting_is_named(settings: Any, name: str, value: object, read: Callable[[], object]) -> None:
    setattr(settings, f"CADRETRAIN_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"^CADRETRAIN_{name}: "):
        read()


def test_the_signing_key(signing_key: Signer) -> None:
    assert conf.site_signer().verifier == signing_key.verifier


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "key"
    settings.CADRETRAIN_SIGNING_KEY_FILE = str(path)
    return path


@pytest.mark.parametrize("unset", ["", None])
def test_no_key_file(settings: Any, unset: str | None) -> None:
    settings.CADRETRAIN_SIGNING_KEY_FILE = unset
    with pytest.raises(ImproperlyConfigured, match=r"CADRETRAIN_SIGNING_KEY_FILE is not set.*cadretrain key new"):
        conf.site_signer()


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"\xff\xfe", b"PRIVATE+KEY+x+00000000+AA=="])
def test_a_key_file_without_a_key(key_file: Path, content: bytes | None) -> None:
    if content is not None:
        key_file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=f"^CADRETRAIN_SIGNING_KEY_FILE: {key_file} holds no readable key"):
        conf.site_signer()


def test_a_folder_is_no_key(settings: Any, tmp_path: Path) -> None:
    settings.CADRETRAIN_SIGNING_KEY_FILE = str(tmp_path)
    with pytest.raises(ImproperlyConfigured, match="holds no readable key"):
        conf.site_signer()


def test_a_key_of_another_name(key_file: Path) -> None:
    key_file.write_text(Signer.generate("another.site").text)
    with pytest.raises(ImproperlyConfigured, match=r"'another\.site'.*'demo\.cadretrain\.invalid'"):
        conf.site_signer()


def test_what_is_said_of_a_bad_key_holds_no_secret(key_file: Path) -> None:
    secret = Signer.generate("demo.cadretrain.invalid").text
    key_file.write_text(secret + "x")
    with pytest.raises(ImproperlyConfigured) as refused:
        conf.site_signer()
    assert secret.rpartition("+")[2] not in str(refused.value)


def test_packages_lie_in_a_path(settings: Any) -> None:
    settings.CADRETRAIN_EXPORT_ROOT = "exports"
    assert conf.export_root() == Path("exports")


# Keys for personal data.

SECRET = bytes(range(200, 232))


def spell(settings: Any, tmp_path: Path, name: str, content: bytes | str) -> Path:
    """Put a key file where the setting says."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    setattr(settings, f"CADRETRAIN_{name}", str(path))
    return path


@pytest.mark.parametrize("text", [SECRET.hex(), SECRET.hex().upper() + "\n", b64encode(SECRET).decode() + "\r\n"])
def test_a_key_is_read_in_either_spelling(settings: Any, tmp_path: Path, text: str) -> None:
    spell(settings, tmp_path, "MATCHING_KEY_FILE", text)
    spell(settings, tmp_path, "PERSONAL_DATA_KEY_FILE", text)
    assert conf.matching_key() == conf.personal_data_key() == SECRET


def test_a_matching_key_may_be_longer_a_sealing_key_not(settings: Any, tmp_path: Path) -> None:
    spell(settings, tmp_path, "MATCHING_KEY_FILE", (SECRET + SECRET).hex())
    spell(settings, tmp_path, "PERSONAL_DATA_KEY_FILE", (SECRET + SECRET).hex())
    assert conf.matching_key() == SECRET + SECRET
    with pytest.raises(ImproperlyConfigured, match=r"^CADRETRAIN_PERSONAL_DATA_KEY_FILE: the key has 64 bytes, 32 are"):
        conf.personal_data_key()


def test_a_short_key_is_named(settings: Any, tmp_path: Path) -> None:
    spell(settings, tmp_path, "MATCHING_KEY_FILE", SECRET[:31].hex())
    with pytest.raises(ImproperlyConfigured, match=r"^CADRETRAIN_MATCHING_KEY_FILE: the key has 31 bytes, at least 32"):
        conf.matching_key()


@pytest.mark.parametrize("content", [SECRET, "only words in it", SECRET.hex() + "0", "\n".join([SECRET.hex()] * 2)])
def test_a_file_without_a_key_is_named_and_nothing_of_it_said(
    settings: Any, tmp_path: Path, content: bytes | str
) -> None:
    path = spell(settings, tmp_path, "PERSONAL_DATA_KEY_FILE", content)
    with pytest.raises(ImproperlyConfigured) as refused:
        conf.personal_data_key()
    said = str(refused.value)
    assert said == f"CADRETRAIN_PERSONAL_DATA_KEY_FILE: {path} holds no key in hexadecimal digits or base64."
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("name", ["MATCHING_KEY_FILE", "PERSONAL_DATA_KEY_FILE"])
def test_a_key_that_is_not_set_has_its_mend_said(settings: Any, name: str) -> None:
    read = conf.matching_key if name == "MATCHING_KEY_FILE" else conf.personal_data_key
    setattr(settings, f"CADRETRAIN_{name}", "")
    with pytest.raises(ImproperlyConfigured, match=f"^CADRETRAIN_{name} is not set: .*openssl rand -hex 32"):
        read()


def test_what_is_not_used_need_not_be_set(settings: Any, tmp_path: Path) -> None:
    conf.identity_settings()
    assert conf.keeps_identity_numbers() is False
    settings.CADRETRAIN_IDENTITY_STORAGE = "encrypted"
    with pytest.raises(ImproperlyConfigured, match="CADRETRAIN_PERSONAL_DATA_KEY_FILE is not set"):
        conf.identity_settings()
    spell(settings, tmp_path, "PERSONAL_DATA_KEY_FILE", SECRET.hex())
    conf.identity_settings()
    assert conf.keeps_identity_numbers() is True
