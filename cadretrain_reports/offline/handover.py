"""Hand-over packages: the whole archive of one trainee, on the way to another place (6.1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cadretrain_reports.offline.bag import BagWriter
from cadretrain_reports.offline.describe import pretty
from cadretrain_reports.offline.entries import EntryLine, read_entry
from cadretrain_reports.offline.layout import CHECKPOINT_FILE, ENTRIES_FILE, HANDOVER_FILE, README_FILE, handover_name
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.package import sealed, write_entries
from cadretrain_reports.offline.problems import Unreadable
from cadretrain_reports.offline.publish import new_directory
from cadretrain_reports.offline.rows import strict_json
from cadretrain_reports.offline.seal import SEAL_FILE, read_seal
from cadretrain_reports.rules.handover import SPECIFICATION
from cadretrain_reports.rules.notes import Signer, VerifierKey, open_note
from cadretrain_reports.rules.values import instant_text


@dataclass(frozen=True, slots=True)
class HandOverHead:
    """Which site hands over the archive of which trainee (a UUID) to which place, and when (aware)."""

    site: str
    trainee: str
    place: str
    created_at: datetime

    @property
    def name(self) -> str:
        """The name of the package and of its directory."""
        return handover_name(self.site, self.trainee, self.created_at)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A package that was read: its document, its entries, the checkpoint that they lead to, who signed, the digest.

    ``digest`` is the SHA-256 of the seal, in hex; it names the package.
    """

    document: dict[str, Any]
    entries: tuple[EntryLine, ...]
    checkpoint: str
    signer: VerifierKey
    digest: str


def write_handover(
    directory: Path,
    head: HandOverHead,
    document: dict[str, Any],
    entries: Iterable[EntryLine],
    checkpoint_note: str,
    signer: Signer,
) -> Path:
    """Write the package into ``directory`` and return it: whole or not at all, and never over another one.

    ``document`` is what ``handover.json`` says besides the head. Raises ``PublishError``, ``BagError`` and ``OSError``
    as ``write_package`` does.
    """
    target = directory / head.name
    with new_directory(target) as place:
        bag = BagWriter(place)
        written = write_entries(bag, entries)
        bag.put(CHECKPOINT_FILE, checkpoint_note.encode())
        bag.put(HANDOVER_FILE, pretty({**_head_data(head), **document}))
        bag.put(README_FILE, _readme(head))
        bag.close(_bag_info(head))
        bag.put(SEAL_FILE, sealed(head.name, bag, written, signer))
    return target


def seal_digest(package: Path) -> str:
    """Return the digest that names a package; ``OSError`` where there is none."""
    return sha256((package / SEAL_FILE).read_bytes()).hexdigest()


def read_handover(package: Path, key: VerifierKey) -> HandOver:
    """Return what a package holds that ``verify_package`` found intact under ``key``.

    Every file is held against the signature as it is read, so that nothing can be changed in between. Raises
    ``Unreadable`` where something was.
    """
    try:
        note = (package / SEAL_FILE).read_bytes()
        seal = read_seal(open_note(note, [key], only=True))
        if seal is None or HANDOVER_FILE not in seal.digests:
            raise Unreadable(_("%(path)s is no hand-over of a trainee.") % {"path": package})
        files = {name: (package / name).read_bytes() for name in (HANDOVER_FILE, ENTRIES_FILE, CHECKPOINT_FILE)}
    except (OSError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if any(sha256(data).hexdigest() != seal.digests.get(name) for name, data in files.items()):
        raise Unreadable(_("%(path)s changed while it was read.") % {"path": package})
    return HandOver(
        document=strict_json(files[HANDOVER_FILE]),
        entries=tuple(read_entry(line) for line in files[ENTRIES_FILE].splitlines()),
        checkpoint=files[CHECKPOINT_FILE].decode(),
        signer=key,
        digest=sha256(note).hexdigest(),
    )


def _head_data(head: HandOverHead) -> dict[str, Any]:
    return {
        "specification": SPECIFICATION,
        "site": head.site,
        "place": head.place,
        "created": instant_text(head.created_at),
    }


def _bag_info(head: HandOverHead) -> dict[str, str]:
    return {
        "Source-Organization": head.site,
        "External-Identifier": head.name,
        "External-Description": f"学员档案移交 ({SPECIFICATION})",
        "Bagging-Date": head.created_at.date().isoformat(),
    }


def _readme(head: HandOverHead) -> bytes:
    return f"""# 学员档案移交

站点 {head.site} 将一名学员的全部学习档案移交给:{head.place}。

- `{HANDOVER_FILE}`:学员基本情况与已获学时汇总
- `{ENTRIES_FILE}`:全部存证日志条目、包含证明;`{CHECKPOINT_FILE}`:日志检查点

本包含有未脱敏的个人信息,请妥善保管。

校验:`cadretrain verify --key 站点公钥 本目录`,无需联网。
""".encode()
