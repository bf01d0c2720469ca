"""What forgers do to packages: change lines, then perhaps recompute every digest, then perhaps sign anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cadretrain_reports.offline import bag
from cadretrain_reports.offline.digests import digest_file
from cadretrain_reports.offline.entries import read_entry
from cadretrain_reports.offline.indices import Runs
from cadretrain_reports.offline.seal import SEAL_FILE, Seal, salvage_seal
from cadretrain_reports.rules.merkle import Frontier
from cadretrain_reports.rules.notes import Signer

Lines = list[bytes]


def edit_lines(path: Path, change: Callable[[Lines], Lines]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def edit_row(path: Path, number: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the JSON object in line ``number`` (from 0), keeping its spelling."""

    def edit(lines: Lines) -> Lines:
        row = json.loads(lines[number])
        change(row)
        lines[number] = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        return lines

    edit_lines(path, edit)


def edit_json(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")


def files(package: Path) -> dict[str, Path]:
    found = sorted(path for path in package.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(package).as_posix(): path for path in found}


def recompute(package: Path) -> None:
    """Make every digest that needs no key fit again: datapackage.json, oxum, manifests, tag manifests."""
    describe = package / "data/datapackage.json"
    if describe.exists():
        edit_json(describe, lambda document: _recompute_resources(package, document))
    payload = {name: digest_file(path) for name, path in files(package).items() if name.startswith("data/")}
    info = package / "bag-info.txt"
    if info.exists():
        kept = [line for line in info.read_text(encoding="utf-8").splitlines() if not line.startswith("Payload-Oxum")]
        info.write_text("\n".join([*kept, f"Payload-Oxum: {bag.oxum(payload)}"]) + "\n", encoding="utf-8")
    for algorithm, name in bag.MANIFESTS.items():
        text = bag.manifest_text({path: one.by(algorithm) for path, one in payload.items()})
        (package / name).write_text(text, encoding="utf-8")
    for algorithm, name in bag.TAG_MANIFESTS.items():
        tags = {tag: digest_file(package / tag).by(algorithm) for tag in bag.TAG_FILES if (package / tag).exists()}
        (package / name).write_text(bag.manifest_text(tags), encoding="utf-8")


def sign_anew(package: Path, signer: Signer) -> None:
    """Recompute everything and sign it with a key of the forger's own."""
    recompute(package)
    seal = package / SEAL_FILE
    old = salvage_seal(seal.read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n")
    frontier, runs = _frontier(package)
    digests = {name: digest_file(path).sha256 for name, path in files(package).items() if name != SEAL_FILE}
    new = Seal(old.bag, signer.verifier.text, frontier.size, runs.ranges, frontier.root(), digests)
    seal.write_text(signer.sign(new.text), encoding="utf-8")


def _frontier(package: Path) -> tuple[Frontier, Runs]:
    frontier, runs, previous = Frontier(), Runs(), -1
    for line in (package / "data/log/entries.jsonl").read_bytes().splitlines():
        entry = read_entry(line)
        frontier.append(entry.leaf())
        if entry.index > previous:
            runs.add(entry.index)
        previous = max(previous, entry.index)
    return frontier, runs


def _recompute_resources(package: Path, document: dict[str, Any]) -> None:
    for resource in document["resources"]:
        path = package / "data" / resource["path"]
        if path.exists():
            digests = digest_file(path)
            resource["bytes"], resource["hash"] = digests.size, f"sha256:{digests.sha256}"
