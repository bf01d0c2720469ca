"""What goes along with a trainee who leaves this platform (6.1.3)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from cadretrain_reports import conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.exchange.portfolio import entry_line
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.offline.handover import HandOverHead, write_handover
from cadretrain_reports.rules.handover import Person, person_data, summary
from cadretrain_reports.rules.merkle import ProofTree
from cadretrain_reports.rules.records import from_payload


def write_hand_over(
    trainee: people.Trainee, place: str, checkpoint: archives.LogCheckpoint, created_at: datetime, directory: Path
) -> Path:
    """Return the hand-over package of a trainee's whole archive as the log stood at ``checkpoint``.

    It is named by trainee and ``created_at``: one that is there already is that package, since a package appears whole
    or not at all. Names are in full, since the place has to know who comes.
    """
    head = HandOverHead(conf.site_name(), str(trainee.uuid), place, created_at)
    if (directory / head.name).exists():
        return directory / head.name
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    records = list(archives.whole_archive(trainee.archive, checkpoint.size))
    proven = summary((one.entry.position.index, from_payload(json.loads(one.payload))) for one in records)
    tree = ProofTree(archives.leaf_hashes(checkpoint.size))
    return write_handover(
        directory,
        head,
        {**_situation(trainee), **proven},
        (entry_line(record, tree) for record in records),
        checkpoint.note,
        conf.site_signer(),
    )


def _situation(trainee: people.Trainee) -> dict[str, Any]:
    """Return who the person is and where they stood, as the site says."""
    kept = {name: getattr(trainee, name) or "" for name in Person.__slots__}
    where = {"unit": trainee.unit.code, "unitName": trainee.unit.name}
    return {**person_data(Person(**kept)), **where, "managingDepartment": trainee.managing_department.code}
