"""The environment of a peer that is itself a plugin: made once, beside the product's, with the same Django."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

PEER: Final = "edx-completion==4.9"
"""What both releases of the platform pin."""


def peer_python() -> Path:
    """Return the Python in which edx-completion is installed; what the product has as well is of the same version."""
    folder = Path(sys.prefix, "bench-peer")
    python = folder / "bin" / "python"
    done = folder / PEER
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        held = folder / "constraints.txt"
        names = {f"{found.metadata['Name']}=={found.version}" for found in distributions()}
        held.write_text("\n".join(sorted(name for name in names if "cadretrain" not in name)), encoding="utf-8")
        wanted = [PEER, "Django", *(["mysqlclient"] if _has_driver() else [])]
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", str(held)]
        subprocess.run([*pip, *wanted], check=True)
        done.touch()
    return python


def _has_driver() -> bool:
    return any(found.metadata["Name"] == "mysqlclient" for found in distributions())
