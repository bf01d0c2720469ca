"""Whether the site's signature over a package holds, and what it vouches for."""

from __future__ import annotations

from dataclasses import dataclass, field

from cadretrain_reports.offline.lines import small_file
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.seal import SEAL_FILE, Seal, read_seal, salvage_seal
from cadretrain_reports.rules.notes import NoteError, VerifierKey, open_note


@dataclass(frozen=True, slots=True)
class SealCheck:
    """The outcome: what the note says, the key it ``carried``, the key to check by, and whether the note ``holds``.

    ``holds`` means that the note is intact under the key it carries; whether that is the key the reader trusts is a
    finding of its own, so that a package signed anew by a stranger is still checked to the last record. ``vouched``
    are the files that are to the byte what the trusted key signed: where two files disagree, blame goes elsewhere.
    """

    seal: Seal
    carried: VerifierKey | None
    trusted: VerifierKey | None
    holds: bool
    vouched: set[str] = field(default_factory=set)

    def to_blame(self, file: str, *others: str) -> bool:
        """Tell whether ``file`` may be at fault where it disagrees with ``others``."""
        return file not in self.vouched or self.vouched.issuperset(others)


def check_seal(tree: Tree, pinned: VerifierKey | None, findings: Findings) -> SealCheck:
    """Check ``signature.note`` of the bag, by the key it carries and by the ``pinned`` one."""
    note = _note(tree, findings)
    signed = _signed_text(note)
    carried = _carried_key(salvage_seal(signed))
    holds, problem = _holds(note, carried)
    if note is not None and not holds:
        findings.add(Code.BAD_SIGNATURE, SEAL_FILE, _("The signature does not hold: %(error)s.") % {"error": problem})
    seal = read_seal(signed)
    if holds and seal is None:
        findings.add(Code.MALFORMED, SEAL_FILE, _("The signed text is not a list of a package's files."))
    if pinned is not None and carried is not None and carried != pinned:
        reason = _("Signed by %(carried)s, not by the key given, %(pinned)s.")
        findings.add(Code.WRONG_KEY, SEAL_FILE, reason % {"carried": carried.text, "pinned": pinned.text})
    return SealCheck(seal or salvage_seal(signed), carried, pinned or carried, holds and seal is not None)


def _note(tree: Tree, findings: Findings) -> bytes | None:
    path = tree.files.get(SEAL_FILE)
    if path is None:
        findings.add(Code.MISSING_FILE, SEAL_FILE, _("The site's signature is missing."))
        return None
    return small_file(path, SEAL_FILE, findings)


def _signed_text(note: bytes | None) -> str:
    """Return the part of the note that should be signed, whether it is or not."""
    text, separator, _signatures = (note or b"").decode("utf-8", "replace").rpartition("\n\n")
    return text + "\n" if separator else _signatures


def _carried_key(seal: Seal) -> VerifierKey | None:
    try:
        return VerifierKey.parse(seal.key)
    except NoteError:
        return None


def _holds(note: bytes | None, key: VerifierKey | None) -> tuple[bool, str]:
    if note is None or key is None:
        return False, _("the note carries no readable key")
    try:
        open_note(note, [key], only=True)
    except NoteError as error:
        return False, str(error)
    return True, ""
