"""The environment of a peer that is itself a plugin: made once, beside the product's, with the same Django."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

PEER: Final = "edx-completion==4.9"
"""What both releases of the platform pin."""


def peer_python() -> Path:
    """Return the Python in which edx-completion is installed; what the product has as well is of the same version."""
    names = {f"{found.metadata['Name']}=={found.version}" for found in distributions()}
    held = sorted(name for name in names if "cadretrain" not in name)
    return python_with("bench-peer", PEER, "Django", *(["mysqlclient"] if _has_driver() else []), held=held)


def python_with(name: str, *wanted: str, held: Sequence[str] = ()) -> Path:
    """Return the Python of the environment ``name`` beside the product's, made with what is ``wanted`` if need be.

    ``held`` says which versions to take of what else is needed.
    """
    folder = Path(sys.prefix, name)
    python = folder / "bin" / "python"
    done = folder / wanted[0]
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(held), encoding="utf-8")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--constraint", str(constraints), *wanted], check=True)
        done.touch()
    return python


def _has_driver() -> bool:
    return any(found.metadata["Name"] == "mysqlclient" for found in distributions())
