"""Who may import whom: the floors of the house, and one package that knows the platform."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import ROOT

PACKAGES = ("cadretrain_reports", "cadretrain_xblock")
COMPAT = tuple(
    f"cadretrain_reports/compat/{name}.py"
    for name in ("accounts", "discussions", "enrolments", "mails", "markings", "past", "results", "studio")
)
PLATFORM = {"lms", "cms", "common", "xmodule"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the full names of all that a module imports, late imports and imports by string included."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
            names |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return names


def is_platform(name: str) -> bool:
    top, _, rest = name.partition(".")
    return top in PLATFORM or (top == "openedx" and rest.startswith("core"))


def test_only_compat_imports_the_platform() -> None:
    guilty = {str(path.relative_to(ROOT)) for path in modules() if any(map(is_platform, imported(path)))}
    assert guilty == set(COMPAT)


@pytest.mark.parametrize("path", COMPAT)
def test_compat_imports_it_late(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    early = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert early
    for node in early:
        assert not is_platform(getattr(node, "module", None) or node.names[0].name)


@pytest.mark.parametrize("package", ["rules", "offline"])
def test_rules_and_offline_tools_run_without_django(package: Path) -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "cadretrain_reports" / package).rglob("*.py")
        if path.stem != "__init__"
    ]
    code = f"import sys\nfor name in {names}: __import__(name)\nassert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_floors_hold() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 broken" in found.stdout
