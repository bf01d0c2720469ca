"""A package written once for all tests, and a copy of it for each test that alters one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reports.offline import build


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.academy().write(tmp_path_factory.mktemp("pristine"))


@pytest.fixture
def package(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / pristine.name))
