"""The laws of Merkle trees, checked against the RFC's recursive definitions written out plainly."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules import merkle
from cadretrain_reports.rules.merkle import Frontier, ProofTree

LEAVES = st.lists(st.binary(max_size=4).map(merkle.leaf_hash), min_size=1, max_size=70)


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _mth(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 2.1, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return sha256(b"\x01" + _mth(leaves[:k]) + _mth(leaves[k:])).digest()


def _path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 2.1.1."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if m < k:
        return [*_path(m, leaves[:k]), _mth(leaves[k:])]
    return [*_path(m - k, leaves[k:]), _mth(leaves[:k])]


def _subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 2.1.2."""
    if m == len(leaves):
        return [] if whole else [_mth(leaves)]
    k = _split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole), _mth(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], False), _mth(leaves[:k])]


def _flipped(value: bytes, data: st.DataObject) -> bytes:
    bit = data.draw(st.integers(0, 8 * len(value) - 1))
    wrong = bytearray(value)
    wrong[bit // 8] ^= 1 << bit % 8
    return bytes(wrong)


@given(LEAVES)
def test_every_way_to_the_root_is_the_rfcs(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    assert _mth(leaves) == merkle.root(leaves) == ProofTree(leaves).root() == frontier.root()


@given(LEAVES)
def test_a_frontier_written_down_and_read_back_after_each_leaf_is_the_same(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for size, leaf in enumerate(leaves, start=1):
        frontier = Frontier(frontier.size, frontier.hashes)
        frontier.append(leaf)
        assert frontier.root() == _mth(leaves[:size])


@given(LEAVES)
def test_every_inclusion_proof_is_the_rfcs_and_verifies(leaves: list[bytes]) -> None:
    tree, top = ProofTree(leaves), _mth(leaves)
    for index, leaf in enumerate(leaves):
        proof = tree.inclusion_proof(index)
        assert proof == _path(index, leaves) == merkle.inclusion_proof(index, leaves)
        assert merkle.verify_inclusion(index, len(leaves), leaf, proof, top)


@given(LEAVES)
def test_every_prefix_is_proved_by_the_rfcs_proof(leaves: list[bytes]) -> None:
    tree, top = ProofTree(leaves), _mth(leaves)
    for old in range(1, len(leaves) + 1):
        proof = tree.consistency_proof(old)
        assert proof == _subproof(old, leaves, True) == merkle.consistency_proof(old, leaves)
        assert merkle.verify_consistency(old, len(leaves), proof, _mth(leaves[:old]), top)


@given(LEAVES, st.data())
def test_one_changed_bit_breaks_an_inclusion_proof(leaves: list[bytes], data: st.DataObject) -> None:
    size, top = len(leaves), _mth(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, leaves)
    assert not merkle.verify_inclusion(index, size, _flipped(leaves[index], data), proof, top)
    assert not merkle.verify_inclusion(index, size, leaves[index], proof, _flipped(top, data))
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        wrong = [*proof[:place], _flipped(proof[place], data), *proof[place + 1 :]]
        assert not merkle.verify_inclusion(index, size, leaves[index], wrong, top)
        assert not merkle.verify_inclusion(index, size, leaves[index], proof[:place] + proof[place + 1 :], top)
    assert not merkle.verify_inclusion(index, size, leaves[index], [*proof, top], top)


@given(st.integers(1, 70), st.data())
def test_a_leaf_is_proved_at_its_own_index_only(size: int, data: st.DataObject) -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(size)]
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-2, size + 2))
    proof = merkle.inclusion_proof(index, leaves)
    assert merkle.verify_inclusion(other, size, leaves[index], proof, _mth(leaves)) == (other == index)


@given(st.integers(1, 70), st.integers(1, 70), st.data())
def test_a_proof_belongs_to_one_tree(size: int, other: int, data: st.DataObject) -> None:
    """A proof of one size never shows the leaf to be in the tree of another size with another root."""
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(max(size, other))]
    index = data.draw(st.integers(0, min(size, other) - 1))
    proof = merkle.inclusion_proof(index, leaves[:size])
    holds = merkle.verify_inclusion(index, other, leaves[index], proof, _mth(leaves[:other]))
    assert holds == (size == other)


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
def test_one_changed_bit_breaks_a_consistency_proof(leaves: list[bytes], data: st.DataObject) -> None:
    size, top = len(leaves), _mth(leaves)
    old = data.draw(st.integers(1, size - 1))
    before, proof = _mth(leaves[:old]), merkle.consistency_proof(old, leaves)
    assert not merkle.verify_consistency(old, size, proof, _flipped(before, data), top)
    assert not merkle.verify_consistency(old, size, proof, before, _flipped(top, data))
    place = data.draw(st.integers(0, len(proof) - 1))
    wrong = [*proof[:place], _flipped(proof[place], data), *proof[place + 1 :]]
    assert not merkle.verify_consistency(old, size, wrong, before, top)
    assert not merkle.verify_consistency(old, size, proof[:place] + proof[place + 1 :], before, top)
    assert not merkle.verify_consistency(old, size, [*proof, top], before, top)


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
def test_a_rewritten_past_is_never_consistent(leaves: list[bytes], data: st.DataObject) -> None:
    """Whoever changes an old entry cannot prove the new tree against the old root, with the honest recipe."""
    old = data.draw(st.integers(1, len(leaves) - 1))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:place], _flipped(leaves[place], data), *leaves[place + 1 :]]
    proof = merkle.consistency_proof(old, rewritten)
    assert not merkle.verify_consistency(old, len(leaves), proof, _mth(leaves[:old]), _mth(rewritten))


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=40)
ANY_PROOF = ANYTHING | st.lists(ANYTHING | st.binary(min_size=32, max_size=32), max_size=5)


@given(ANYTHING, ANYTHING, ANYTHING, ANY_PROOF, ANYTHING)
def test_verifying_nonsense_never_raises(one: object, two: object, three: object, proof: object, four: object) -> None:
    assert merkle.verify_inclusion(one, two, three, proof, four) is False  # type: ignore[arg-type]
    assert merkle.verify_consistency(one, two, proof, three, four) is False  # type: ignore[arg-type]


@given(st.integers(), st.integers(), st.lists(st.binary(min_size=32, max_size=32), max_size=8))
def test_verifying_well_formed_nonsense_never_raises(one: int, two: int, proof: list[bytes]) -> None:
    zero = bytes(32)
    assert merkle.verify_inclusion(one, two, zero, proof, b"\x01" * 32) is False
    assert merkle.verify_consistency(one, two, proof, zero, b"\x01" * 32) is False
