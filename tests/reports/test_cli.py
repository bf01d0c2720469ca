"""The command line: verdicts, exit codes, and that an outsider needs no Django."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cadretrain_reports.cli import app
from cadretrain_reports.rules.notes import Signer, VerifierKey
from tests.reports.offline import build, forge

COURSE = "data/portfolio/course.jsonl"
runner = CliRunner(env={"LANG": "C", "LC_ALL": "C", "LANGUAGE": "", "COLUMNS": "400"})


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.academy().write(tmp_path_factory.mktemp("cli"))


@pytest.fixture
def altered(pristine: Path, tmp_path: Path) -> Path:
    package = Path(shutil.copytree(pristine, tmp_path / pristine.name))
    forge.edit_row(package / COURSE, 1, lambda row: row.update(earnedCreditHour=1))
    return package


def _run(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def _json(*arguments: object) -> tuple[int, dict[str, Any]]:
    code, output = _run("verify", "--json", *arguments)
    assert output.count("\n") == 1
    return code, json.loads(output)


def test_an_intact_package_under_the_sites_key(pristine: Path) -> None:
    code, output = _run("verify", pristine, "--key", build.key().text)
    assert code == 0
    assert "Intact. Records read: 48. Every file is as signed." in output
    assert f"Key in the package: {build.key().text}" in output
    assert "Checked only against" not in output


def test_without_a_key_the_verdict_says_what_it_is_worth(pristine: Path) -> None:
    code, output = _run("verify", pristine)
    assert code == 0
    assert "Checked only against the key that the package carries" in output
    assert f"Key in the package: {build.key().text}" in output


@pytest.mark.parametrize("key", ["", " "])
def test_an_empty_key_is_no_key(pristine: Path, key: str) -> None:
    """As an unset variable of a script gives it: the package must not pass unchecked."""
    code, output = _run("verify", pristine, "--key", key)
    assert code == 2
    assert "is neither a public key nor a file with one" in output


def test_a_check_that_cannot_speak_does_not_look_like_a_verdict(pristine: Path) -> None:
    command = [sys.executable, "-c", "from cadretrain_reports.cli import main; main()", "verify", str(pristine)]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr
    assert ran.stderr == "cadretrain: OutputError: [Errno 28] No space left on device\n"


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_reader_who_is_gone_does_not_look_like_a_verdict(pristine: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from cadretrain_reports.cli import main; main()", "verify", *arguments]
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run([*command, str(pristine)], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert ran.returncode == 3
    assert ran.stderr.startswith("cadretrain: OutputError: ")
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(("closed", "code"), [("1>&-", 0), ("1>&- 2>&-", 0), ("1>/dev/full 2>/dev/full", 3)])
def test_closed_streams_leave_the_exit_code(pristine: Path, closed: str, code: int) -> None:
    script = f'"$0" -c "from cadretrain_reports.cli import main; main()" verify "$1" {closed}'
    ran = subprocess.run(["sh", "-c", script, sys.executable, str(pristine)], check=False)
    assert ran.returncode == code


def test_a_key_may_stand_in_a_file(pristine: Path, tmp_path: Path) -> None:
    (tmp_path / "site.pub").write_text(build.key().text + "\n", encoding="utf-8")
    assert _run("verify", pristine, "--key", tmp_path / "site.pub")[0] == 0


def test_an_altered_package_names_file_record_and_reason(altered: Path) -> None:
    code, output = _run("verify", altered)
    assert code == 1
    record = f"{build.trainee_id(0)} GBXY/C001 2026"
    assert f"{COURSE} · altered_file: The content is not what was signed." in output
    assert f"{COURSE} · {record} · field_differs: " in output
    assert "earnedCreditHour: 1 ≠ 0.5" in output
    assert "Records read: 48." in output


def test_another_key_is_an_alteration(pristine: Path) -> None:
    stranger = Signer.generate("stranger").verifier.text
    code, data = _json(pristine, "--key", stranger)
    assert (code, data["verdict"], data["key"]) == (1, "altered", build.key().text)
    found = {(problem["file"], problem["code"]) for problem in data["problems"]}
    assert found == {("signature.note", "wrong_key"), ("data/log/checkpoint", "wrong_key")}


def test_json_of_an_intact_package(pristine: Path) -> None:
    assert _json(pristine) == (
        0,
        {
            "verdict": "intact",
            "package": str(pristine),
            "key": build.key().text,
            "pinned": False,
            "records": 48,
            "problems": [],
        },
    )


def test_json_of_an_altered_package(altered: Path) -> None:
    code, data = _json(altered, "--key", build.key().text)
    assert (code, data["verdict"], data["pinned"]) == (1, "altered", True)
    assert {frozenset(problem) for problem in data["problems"]} == {frozenset({"file", "record", "code", "reason"})}
    assert {problem["code"] for problem in data["problems"]} == {
        "altered_file",
        "manifest_differs",
        "field_differs",
    }


@pytest.mark.parametrize("arguments", [["/nowhere"], [__file__], [str(Path(__file__).parent), "--key", "nonsense"]])
def test_what_cannot_be_read(arguments: list[str]) -> None:
    code, output = _run("verify", *arguments)
    assert code == 2
    assert output.startswith("Unreadable: ")
    code, data = _json(*arguments)
    assert (code, data["verdict"], data["records"]) == (2, "unreadable", 0)
    assert [problem["code"] for problem in data["problems"]] == ["unreadable"]


def test_a_broken_declaration_is_an_alteration(pristine: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(pristine, tmp_path / "copy"))
    (package / "bagit.txt").write_bytes(b"\x00")
    code, data = _json(package)
    assert code == 1
    assert {problem["file"] for problem in data["problems"]} == {"bagit.txt"}


def test_nothing_in_a_package_is_taken_for_markup_or_obeyed_by_the_terminal(pristine: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(pristine, tmp_path / "copy"))
    (package / "data/[red]x[").write_text("x")
    (package / "data/\x1b[31m").write_text("x")
    code, output = _run("verify", package)
    assert code == 1
    assert "data/[red]x[ · unlisted_file" in output
    assert "data/\\x1b[31m · odd_path" in output
    assert "\x1b" not in output


def test_a_new_key(tmp_path: Path) -> None:
    code, output = _run("key", "new", "site.example", "--out", tmp_path / "key")
    assert code == 0
    verifier = VerifierKey.parse(output.strip())
    assert Signer.parse((tmp_path / "key").read_text().strip()).verifier == verifier
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert "PRIVATE" not in output
    code, output = _run("key", "new", "site.example", "--out", tmp_path / "key")
    assert code == 2
    assert "exists already" in output


def test_demo_hands_its_options_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    handed: list[dict[str, object]] = []
    module = types.ModuleType("cadretrain_reports.demo.run")
    module.run = lambda **options: handed.append(options)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cadretrain_reports.demo.run", module)
    assert _run("demo")[0] == 0
    assert _run("demo", "--no-serve", "--trainees", 7, "--port", 9, "--directory", tmp_path, "--reset")[0] == 0
    assert handed == [
        {"trainees": 200, "serve": True, "port": 8000, "directory": Path("var/demo"), "reset": False},
        {"trainees": 7, "serve": False, "port": 9, "directory": tmp_path, "reset": True},
    ]


@pytest.mark.parametrize(
    "arguments", [["demo", "--trainees", "0"], ["verify"], ["demo", "--port", "70000"], ["nothing"]]
)
def test_arguments_that_make_no_sense(arguments: list[str]) -> None:
    assert _run(*arguments)[0] == 2


def test_help_lists_the_commands() -> None:
    code, output = _run("--help")
    assert code == 0
    for name in ("verify", "demo", "key"):
        assert name in output


NO_DJANGO = """
import sys
sys.modules["django"] = None  # any import of it fails now
sys.argv = ["cadretrain", "verify", *sys.argv[1:]]
from cadretrain_reports.cli import main
try:
    main()
finally:
    assert not [name for name in sys.modules if name.startswith("django.")]
"""


def _subprocess(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "DJANGO"))}
    command = [sys.executable, "-c", NO_DJANGO, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env={**kept, **environment}
    )


def test_verify_needs_no_django(pristine: Path, altered: Path) -> None:
    assert _subprocess(pristine, LANG="C").returncode == 0
    assert _subprocess(altered, LANG="C").returncode == 1
    assert _subprocess("/nowhere", LANG="C").returncode == 2
    assert _subprocess("/nowhere", LANG="C").stderr == "Unreadable: There is nothing at /nowhere.\n"


def test_a_terminal_without_chinese_gets_every_problem_all_the_same(altered: Path) -> None:
    ended = _subprocess(altered, LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ended.returncode == 1
    assert "earnedCreditHour: 1 \\u2260 0.5" in ended.stdout
    assert ended.stderr == ""
