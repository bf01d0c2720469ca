"""Whether the files of a bag are the files that were signed: none missing, none more, none altered."""

from __future__ import annotations

from collections.abc import Mapping

from cadretrain_reports.offline import bag
from cadretrain_reports.offline.digests import Digests, digest_file
from cadretrain_reports.offline.lines import small_file
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.seal import SEAL_FILE
from cadretrain_reports.offline.verify_seal import SealCheck

REQUIRED = (*bag.TAG_FILES, *bag.TAG_MANIFESTS.values())


def check_files(tree: Tree, sealed: SealCheck, findings: Findings) -> None:
    """Digest every file once and compare with the signed list, the manifests, the tag manifests and the oxum."""
    for path in tree.odd:
        findings.add(Code.ODD_PATH, path, _("No link, device, empty folder or odd name belongs in a package."))
    digests = _digests(tree)
    _vouch(digests, sealed)
    manifests = _manifests(tree, findings)
    _check_presence(digests, sealed, manifests, findings)
    _check_seal_list(digests, sealed, findings)
    for name, entries in manifests.items():
        _check_manifest(name, entries, digests, sealed, findings)
    _check_declaration(tree, findings)
    _check_info(tree, digests, sealed, findings)


def _digests(tree: Tree) -> dict[str, Digests]:
    return {path: digest_file(place) for path, place in tree.files.items() if path != SEAL_FILE}


def _vouch(digests: Mapping[str, Digests], sealed: SealCheck) -> None:
    if sealed.holds and sealed.carried == sealed.trusted:
        sealed.vouched.update(path for path, one in digests.items() if one.sha256 == sealed.seal.digests.get(path))


def _manifests(tree: Tree, findings: Findings) -> dict[str, dict[str, str]]:
    """Return the entries of the four manifests that are there, those of a damaged one as far as they can be read."""
    manifests = {}
    for name in (*bag.MANIFESTS.values(), *bag.TAG_MANIFESTS.values()):
        data = small_file(tree.files[name], name, findings) if name in tree.files else None
        if data is not None:
            manifests[name] = _entries(name, data, findings)
    return manifests


def _entries(name: str, data: bytes, findings: Findings) -> dict[str, str]:
    try:
        return bag.read_manifest(data)
    except bag.BagError as error:
        findings.add(Code.MALFORMED, name, _("The manifest is damaged: %(error)s.") % {"error": error})
        return bag.salvage_manifest(data)


def _check_presence(
    digests: Mapping[str, Digests],
    sealed: SealCheck,
    manifests: Mapping[str, Mapping[str, str]],
    findings: Findings,
) -> None:
    listed = {path for entries in manifests.values() for path in entries}
    expected = set(sealed.seal.digests) if sealed.holds else listed | set(sealed.seal.digests)
    for path in sorted(expected.union(REQUIRED) - digests.keys()):
        findings.add(Code.MISSING_FILE, path, _("The file is missing."))
    for path in sorted(digests.keys() - expected - set(REQUIRED)):
        findings.add(Code.UNLISTED_FILE, path, _("The file was not there when the package was signed."))


def _check_seal_list(digests: Mapping[str, Digests], sealed: SealCheck, findings: Findings) -> None:
    reason = _("The content is not what was signed.")
    if not sealed.holds:
        reason = _("The content is not what signature.note lists (whose own signature does not hold).")
    for path, digest in sealed.seal.digests.items():
        if path in digests and digests[path].sha256 != digest:
            findings.add(Code.ALTERED_FILE, path, reason)


def _check_manifest(
    name: str,
    entries: Mapping[str, str],
    digests: Mapping[str, Digests],
    sealed: SealCheck,
    findings: Findings,
) -> None:
    """Compare one manifest with the files; where the signature vouches for a file, the manifest is to blame."""
    algorithm = name.removesuffix(".txt").rpartition("-")[2]
    for path in sorted(_due(name, digests) | entries.keys()):
        actual = digests[path].by(algorithm) if path in digests else None
        if entries.get(path) == actual:
            continue
        reason = _("%(manifest)s and the file %(path)s do not agree.") % {"manifest": name, "path": path}
        if sealed.to_blame(name, path):
            findings.add(Code.MANIFEST_DIFFERS, name, reason, path)
        if actual and path in entries and sealed.to_blame(path, name):
            findings.add(Code.MANIFEST_DIFFERS, path, reason)


def _due(name: str, digests: Mapping[str, Digests]) -> set[str]:
    """Return the paths that the manifest must list."""
    if name in bag.TAG_MANIFESTS.values():
        return set(bag.TAG_FILES)
    return {path for path in digests if path.startswith(bag.PAYLOAD)}


def _check_declaration(tree: Tree, findings: Findings) -> None:
    path = tree.files.get(bag.DECLARATION_FILE)
    if path and small_file(path, bag.DECLARATION_FILE, findings) != bag.DECLARATION:
        findings.add(Code.MALFORMED, bag.DECLARATION_FILE, _("This is not the declaration of a BagIt 1.0 bag."))


def _check_info(tree: Tree, digests: Mapping[str, Digests], sealed: SealCheck, findings: Findings) -> None:
    path = tree.files.get(bag.INFO_FILE)
    data = small_file(path, bag.INFO_FILE, findings) if path else None
    if data is None:
        return
    try:
        info = bag.read_info(data)
    except bag.BagError as error:
        findings.add(Code.MALFORMED, bag.INFO_FILE, _("The file is damaged: %(error)s.") % {"error": error})
        return
    payload = [path for path in {*digests, *sealed.seal.digests} if path.startswith(bag.PAYLOAD)]
    if info.get("Payload-Oxum") != bag.oxum(digests) and sealed.to_blame(bag.INFO_FILE, *payload):
        reason = _("Payload-Oxum is not the size of the payload, %(oxum)s.") % {"oxum": bag.oxum(digests)}
        findings.add(Code.COUNT_DIFFERS, bag.INFO_FILE, reason, "Payload-Oxum")
    if sealed.holds and info.get("External-Identifier") != sealed.seal.bag:
        reason = _("The bag is named otherwise in its signature: %(name)s.") % {"name": sealed.seal.bag}
        findings.add(Code.FIELD_DIFFERS, bag.INFO_FILE, reason, "External-Identifier")
