"""Merkle trees as in RFC 6962 (and 9162) over SHA-256: how a log proves what it holds (9.1.1).

Leaves and nodes are hashed with different prefixes, so a node can never pass for a leaf. A tree of any size
is the left-full tree of the RFC. The ``verify_*`` functions take whatever an outsider hands in and answer
with a plain yes or no; they never raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, TypeGuard

HASH_SIZE: Final = 32
"""Bytes in a hash."""

EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of the tree without leaves."""


class MerkleError(ValueError):
    """An index, a size or a hash does not fit the tree."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds ``data``."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order, holding only O(log n) of them at a time."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(index: int, leaf_hashes: Iterable[bytes]) -> list[bytes]:
    """Return the audit path of leaf ``index``, lowest sibling first. For many proofs use ``ProofTree``.

    Raises ``MerkleError`` if there is no such leaf.
    """
    return ProofTree(leaf_hashes).inclusion_proof(index)


def consistency_proof(old_size: int, leaf_hashes: Iterable[bytes]) -> list[bytes]:
    """Return the proof that the tree of the first ``old_size`` leaves is a prefix of the whole.

    It is empty for ``old_size`` 0 and for the whole size. Raises ``MerkleError`` if there is no such prefix.
    """
    return ProofTree(leaf_hashes).consistency_proof(old_size)


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``leaf_hash`` is leaf ``index`` of the tree of ``size`` leaves and that root.

    ``size`` and ``root`` are only as good as whoever vouches for both together: take them from one signed
    checkpoint. A proof may fit a neighbouring size as well, since trees of both have the same shape there.
    """
    if not (_is_size(index) and _is_size(size) and index < size):
        return False
    if not (_is_hash(leaf_hash) and _is_hash(root) and _is_proof(proof)):
        return False
    # Below the point where the paths of this leaf and of the last one meet, siblings lie on either side;
    # above it only complete subtrees on the left are left over.
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count():
        return False
    current = leaf_hash
    for level, sibling in enumerate(proof):
        left_child = level < inner and not (index >> level) & 1
        current = node_hash(current, sibling) if left_child else node_hash(sibling, current)
    return current == root


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether the tree of ``old_size`` leaves is a prefix of the tree of ``new_size``.

    The empty tree is a prefix of every tree, with an empty proof. Sizes and roots come from signed checkpoints.
    """
    if not (_is_size(old_size) and _is_size(new_size) and old_size <= new_size):
        return False
    if not (_is_hash(old_root) and _is_hash(new_root) and _is_proof(proof)):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root and (old_size > 0 or old_root == EMPTY_ROOT)
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    return _climbs(old_size, new_size, proof, old_root, new_root)


def _climbs(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Rebuild both roots from the proof, by RFC 9162 2.1.4.2 with its names for the two running indices."""
    fn, sn = _without_trailing_ones(old_size - 1, new_size - 1)
    path = list(proof) if fn else [old_root, *proof]
    if not path:
        return False
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == old_root and new == new_root


def _without_trailing_ones(fn: int, sn: int) -> tuple[int, int]:
    ones = (fn ^ (fn + 1)).bit_length() - 1
    return fn >> ones, sn >> ones


class Frontier:
    """The roots of the complete subtrees of a growing tree, largest first: all a log must keep to go on.

    ``size`` leaves need as many hashes as ``size`` has one bits. Raises ``MerkleError`` if they do not match.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        if not _is_size(size):
            raise MerkleError(f"not a tree size: {size!r}")
        self._size = size
        self._hashes = [_checked_hash(one) for one in hashes]
        if len(self._hashes) != size.bit_count():
            raise MerkleError(f"a tree of {size} leaves has {size.bit_count()} subtrees, not {len(self._hashes)}")

    @property
    def size(self) -> int:
        """The number of leaves so far."""
        return self._size

    @property
    def hashes(self) -> list[bytes]:
        """The subtree roots, largest subtree first: what ``Frontier(size, hashes)`` takes back."""
        return list(self._hashes)

    def append(self, leaf_hash: bytes) -> None:
        """Add the next leaf. Raises ``MerkleError`` if it is no hash."""
        current, size = _checked_hash(leaf_hash), self._size
        while size & 1:
            current, size = node_hash(self._hashes.pop(), current), size >> 1
        self._hashes.append(current)
        self._size += 1

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        if not self._hashes:
            return EMPTY_ROOT
        current = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            current = node_hash(left, current)
        return current


class ProofTree:
    """All levels of a tree, hashed once (64 bytes a leaf), so that each proof costs O(log n).

    In a level of odd length the last node rises unchanged, which gives the RFC's left-full tree.
    Raises ``MerkleError`` if a leaf is no hash.
    """

    __slots__ = ("_levels", "_size")

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        level = b"".join(_checked_hash(leaf) for leaf in leaf_hashes)
        self._size = len(level) // HASH_SIZE
        self._levels = [level]
        while len(level) > HASH_SIZE:
            level = _level_above(level)
            self._levels.append(level)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def root(self) -> bytes:
        """Return the root."""
        return self._levels[-1] or EMPTY_ROOT

    def inclusion_proof(self, index: int) -> list[bytes]:
        """Return the audit path of leaf ``index``, lowest sibling first. Raises ``MerkleError``."""
        if not (_is_size(index) and index < self._size):
            raise MerkleError(f"no leaf {index!r} in a tree of {self._size}")
        siblings = (self._node(level, (index >> level) ^ 1) for level in range(len(self._levels) - 1))
        return [sibling for sibling in siblings if sibling]

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """Return the proof that the first ``old_size`` leaves are a prefix; raise ``MerkleError``."""
        if not (_is_size(old_size) and old_size <= self._size):
            raise MerkleError(f"no prefix of {old_size!r} leaves in a tree of {self._size}")
        if old_size in (0, self._size):
            return []
        # The last complete subtree of the old tree opens the proof (unless it is the whole old tree, whose
        # root the verifier has); every sibling on the way up from there follows.
        level = (old_size & -old_size).bit_length() - 1
        position = (old_size >> level) - 1
        proof = [self._node(level, position)] if position else []
        above = range(level, len(self._levels) - 1)
        proof += [self._node(one, (position >> (one - level)) ^ 1) for one in above]
        return [one for one in proof if one]

    def _node(self, level: int, position: int) -> bytes:
        """Return one node; empty where a ragged edge has none."""
        return self._levels[level][position * HASH_SIZE : (position + 1) * HASH_SIZE]


def _level_above(level: bytes) -> bytes:
    above = bytearray()
    for start in range(0, len(level), 2 * HASH_SIZE):
        pair = level[start : start + 2 * HASH_SIZE]
        above += pair if len(pair) == HASH_SIZE else sha256(b"\x01" + pair).digest()
    return bytes(above)


def _checked_hash(value: bytes) -> bytes:
    if not _is_hash(value):
        raise MerkleError(f"not a hash of {HASH_SIZE} bytes: {value!r:.80}")
    return value


def _is_hash(value: object) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == HASH_SIZE


def _is_size(value: object) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _is_proof(value: object) -> TypeGuard[Sequence[bytes]]:
    return isinstance(value, (list, tuple)) and all(map(_is_hash, value))
