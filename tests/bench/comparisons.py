"""What is measured, and beside what."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bagit
import rfc8785
from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.test import Client

from cadretrain_reports import clock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.durations import Beat, StudyPolicy, credited_intervals
from cadretrain_reports.rules.records import to_payload
from cadretrain_xblock.contract import BEAT_URL, CREDIT_HOURS_URL, PageToken, mint_page_token
from tests.bench import completion, people
from tests.bench.certificates import certificates
from tests.bench.measure import Comparison, Costs, LeftOut, alternate, database
from tests.reports.offline import build

TRAINEES, COURSES, BEATS, REQUESTS = 400, 5, 20_000, 400


def canonical_json() -> Comparison:
    """Bytes of RFC 8785 (rules.canonical) beside the rfc8785 package."""
    payload = to_payload(build.credit_record(build.study_record(1, 1, learned=901)))
    times = alternate(
        lambda: [canonical(payload) for _ in range(5_000)], lambda: [rfc8785.dumps(payload) for _ in range(5_000)]
    )
    return Comparison("canonical JSON of a credit record", "the rfc8785 package", *times, 5_000, "records")


def counted_time() -> Comparison:
    """Beats to intervals beside what sorting the same beats takes: the limit of any rule that needs their order."""
    start, policy = datetime(2026, 3, 1, tzinfo=UTC), StudyPolicy()
    beats = [Beat(start + timedelta(seconds=30 * n), f"page {n % 20}", True, n % 7 == 0) for n in range(BEATS)]
    times = alternate(lambda: credited_intervals(beats, policy), lambda: sorted(beats, key=lambda beat: beat.at))
    return Comparison("beats to counted intervals", "limit: sorting them", *times, BEATS, "beats")


def writing() -> Comparison:
    """A package written, twins, proofs and seal included, beside hashing its bytes with SHA-256 and SM3."""
    academy = _academy()
    with tempfile.TemporaryDirectory() as folder:
        contents = [path.read_bytes() for path in academy.write(Path(folder)).rglob("*") if path.is_file()]
        folders = iter(Path(folder, str(number)) for number in range(100))
        times = alternate(lambda: academy.write(_made(next(folders))), lambda: [_hashed(data) for data in contents], 3)
    return Comparison("package written", "limit: hashing its bytes", *times, len(academy.log), "records")


def verifying() -> Comparison:
    """A package verified, records, proofs and rows included, beside bagit-python, which checks SHA-256 of files."""
    academy = _academy()
    with tempfile.TemporaryDirectory() as folder:
        package = academy.write(Path(folder))
        bag = bagit.Bag(str(package))
        times = alternate(lambda: verify_package(package, build.SIGNER.verifier), bag.validate, 3)
    return Comparison("package verified", "bagit-python, file digests only", *times, len(academy.log), "records")


def beats() -> Comparison:
    """A beat that extends an interval, through all middleware, beside a view that touches no database."""
    with database():
        times = _timed_beats()
    return Comparison("beat over HTTP, SQLite on disk", "limit: a view without a database", *times, REQUESTS, "beats")


def _timed_beats() -> tuple[float, float]:
    from tests import factories

    with clock.simulated(datetime(2026, 3, 2, 1, tzinfo=UTC)) as simulated:
        factories.released("BENCH", 7200 * 30)
        account = factories.trainee()
        client = Client()
        client.force_login(account.user)
        token = [mint_page_token(PageToken(account.user_id, "block-BENCH", "bench"))]

        def send() -> None:
            for _ in range(REQUESTS):
                simulated.advance(30)
                body = {"token": token[0], "visible": True, "active": True}
                answer = client.post(BEAT_URL, body, content_type="application/json")
                token[0] = answer.json()["token"]

        def ask() -> None:
            for _ in range(REQUESTS):
                client.get(CREDIT_HOURS_URL, {"course_duration": 901})

        return alternate(send, ask, 3)


def _academy() -> build.Academy:
    return build.academy(TRAINEES, COURSES)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _hashed(data: bytes) -> tuple[bytes, bytes]:
    sm3 = Hash(SM3())
    sm3.update(data)
    return hashlib.sha256(data).digest(), sm3.finalize()


ALL: tuple[Callable[[], Comparison | Costs | LeftOut], ...] = (
    canonical_json,
    counted_time,
    writing,
    verifying,
    beats,
    completion.sqlite_direct,
    completion.mariadb_direct,
    completion.mariadb_buffered,
    people.scoped_page,
    people.imported,
    certificates,
)
