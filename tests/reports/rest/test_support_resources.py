"""Resources and their files over the API (7.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.resources.api import SupportResource, storage
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_steering import academy, affairs, serve
from tests.reports.rest.acting import Caller
from tests.telling import Page, error

pytestmark = pytest.mark.django_db

FILE = {"organization": "SASW", "kind": "law", "title": "条例", "form": "file", "audience": "served"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}


@pytest.fixture
def clerk(at_new_year: SimulatedClock) -> Caller:
    return Caller(affairs(academy()))


def sent(caller: Caller, here: str, name: str = "条例.pdf", content: bytes = b"%PDF-1.7") -> tuple[int, str, str]:
    response = Page(caller.user).send(f"{here}/upload/", file=SimpleUploadedFile(name, content, "text/html"))
    return (200, "", "") if response.status_code == 200 else error(response)


def test_a_file_from_upload_to_download(clerk: Caller) -> None:
    unit = factories.organization("BUREAU")
    serve(academy(), unit)
    trainee, stranger = Caller(factories.trainee().user), Caller(factories.trainee(unit="BESIDE").user)
    here = f"support-resources/{clerk.done('support-resources/', **FILE)['uuid']}"
    assert clerk.get(f"{here}/file/").status_code == 404
    assert sent(clerk, here) == (200, "", "")
    clerk.done(f"{here}/hand-in/")
    assert trainee.get(f"{here}/file/").status_code == 404
    assert clerk.refused(f"{here}/offer/") == ("four_eyes", "")
    Caller(affairs(academy())).done(f"{here}/offer/", opinion="同意")
    response = trainee.get(f"{here}/file/")
    assert (response.status_code, response.getvalue()) == (200, b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%9D%A1%E4%BE%8B.pdf")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
    assert stranger.get(f"{here}/file/").status_code == 404
    told = trainee.get(f"{here}/").json()
    assert "stored_as" not in told
    assert (told["file_name"], told["file_size"]) == ("条例.pdf", 8)
    clerk.done(f"{here}/withdraw/", reason="已废止")
    assert trainee.get(f"{here}/file/").status_code == 404


def test_files_that_are_not_taken(clerk: Caller, settings: Any) -> None:
    here = f"support-resources/{clerk.done('support-resources/', **FILE)['uuid']}"
    assert sent(clerk, here, "a.html", b"<script>") == (400, "bad_file_type", "file")
    assert sent(clerk, here, "a.pdf", b"<script>") == (400, "bad_file_type", "file")
    settings.CADRETRAIN_FILE_LIMIT_MIB = 1
    assert sent(clerk, here, "a.txt", b"x" * ((1 << 20) + 1)) == (400, "file_too_large", "file")
    assert sent(clerk, here, "a.txt", b"x" * (3 << 20)) == (400, "malformed", "")
    assert Page(clerk.user).send(f"{here}/upload/").status_code == 400
    assert clerk.post(f"{here}/upload/").status_code == 415
    forged = clerk.client.__class__(enforce_csrf_checks=True)
    forged.force_login(clerk.user)
    upload = SimpleUploadedFile("a.txt", b"x")
    assert forged.post(f"/cadretrain/api/v1/{here}/upload/", {"file": upload}).status_code == 403
    assert SupportResource.objects.get().stored_as == ""


def test_a_file_that_the_storage_has_lost_is_not_there(clerk: Caller) -> None:
    here = f"support-resources/{clerk.done('support-resources/', **FILE)['uuid']}"
    sent(clerk, here)
    storage().delete(SupportResource.objects.get().stored_as)
    assert clerk.get(f"{here}/file/").status_code == 404


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"form": "link"}, ("missing", "link")),
        ({"form": "link", "link": "javascript:alert(1)"}, ("bad_link", "link")),
        ({"form": "text"}, ("missing", "text")),
        ({"audience": "body"}, ("bad_audience", "audience")),
        ({"audience": "body", "audience_body": "NOWHERE"}, ("unknown_body", "audience_body")),
        ({"audience_course": "C1"}, ("invalid", "audience_course")),
        ({"kind": "film"}, ("invalid_choice", "kind")),
    ],
)
def test_what_is_no_resource(clerk: Caller, said: dict[str, Any], expected: tuple[str, str]) -> None:
    assert clerk.refused("support-resources/", **{**FILE, **said}) == expected
