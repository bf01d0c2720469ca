"""Trees against the reference vectors of Certificate Transparency, and every way to hand in nonsense."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from cadretrain_reports.rules import merkle
from cadretrain_reports.rules.merkle import Frontier, MerkleError, ProofTree

INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [merkle.leaf_hash(data) for data in INPUTS]

ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]

H01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
H1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
H23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
H4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
H45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
H67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
H4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
H0123 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
H0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"

INCLUSION = [
    (0, 1, []),
    (0, 2, [H1]),
    (1, 2, [H0]),
    (2, 3, [H01]),
    (1, 5, [H0, H23, H4]),
    (0, 8, [H1, H23, H4567]),
    (5, 8, [H4, H67, H0123]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [H1, H23, H4567]),
    (2, 5, [H23, H4]),
    (6, 8, [H45, H67, H0123]),
]


def _hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert merkle.leaf_hash(b"L123456") == sha256(b"\x00L123456").digest()
    assert merkle.node_hash(b"N123", b"N456") == sha256(b"\x01N123N456").digest()
    assert merkle.leaf_hash(b"").hex() == H0


@pytest.mark.parametrize("size", range(9))
def test_roots_of_the_reference_tree(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == ROOTS[size]
    assert ProofTree(LEAVES[:size]).root() == ROOTS[size]


def test_the_root_is_taken_from_a_stream() -> None:
    assert merkle.root(iter(LEAVES)) == ROOTS[8]
    assert ROOTS[0] == merkle.EMPTY_ROOT


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_proofs_of_the_reference_tree(index: int, size: int, proof: list[str]) -> None:
    assert merkle.inclusion_proof(index, LEAVES[:size]) == _hashes(proof)
    assert merkle.verify_inclusion(index, size, LEAVES[index], _hashes(proof), ROOTS[size]) is True


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_consistency_proofs_of_the_reference_tree(old: int, new: int, proof: list[str]) -> None:
    assert merkle.consistency_proof(old, LEAVES[:new]) == _hashes(proof)
    assert merkle.verify_consistency(old, new, _hashes(proof), ROOTS[old], ROOTS[new]) is True


def test_a_node_does_not_pass_for_a_leaf() -> None:
    """The second preimage that the prefixes are there against: the pair of hashes handed in as a leaf's data."""
    forged = merkle.leaf_hash(LEAVES[0] + LEAVES[1])
    assert merkle.verify_inclusion(0, 4, forged, _hashes([H23]), ROOTS[4]) is False
    assert merkle.verify_inclusion(0, 2, bytes.fromhex(H01), _hashes([H23]), ROOTS[4]) is True
    assert merkle.verify_inclusion(0, 4, bytes.fromhex(H01), _hashes([H23]), ROOTS[4]) is False


@pytest.mark.parametrize(
    ("index", "size"),
    [(-1, 8), (8, 8), (9, 8), (0, 0), (0, -1), (5, 6), (4, 8), (1, 8), (5, 9), (5, 2**200), (2**200, 2**201)],
)
def test_a_proof_holds_for_its_place_only(index: int, size: int) -> None:
    assert merkle.verify_inclusion(index, size, LEAVES[5], _hashes([H4, H67, H0123]), ROOTS[8]) is False


@pytest.mark.parametrize(
    "change",
    [
        {"index": True},
        {"index": "5"},
        {"index": 5.0},
        {"index": None},
        {"size": None},
        {"size": 8.0},
        {"leaf_hash": None},
        {"leaf_hash": "a" * 32},
        {"leaf_hash": LEAVES[5][:31]},
        {"leaf_hash": LEAVES[5] + b"\x00"},
        {"leaf_hash": LEAVES[4]},
        {"proof": None},
        {"proof": 3},
        {"proof": b"".join(_hashes([H4, H67, H0123]))},
        {"proof": []},
        {"proof": _hashes([H4, H67])},
        {"proof": _hashes([H67, H4, H0123])},
        {"proof": _hashes([H4, H67, H0123, H0123])},
        {"proof": [H4, H67, H0123]},
        {"proof": [None, None, None]},
        {"proof": [*_hashes([H4, H67]), ROOTS[4][:31]]},
        {"root": ROOTS[7]},
        {"root": ROOTS[8][:31]},
        {"root": None},
    ],
)
def test_hostile_inclusion_input_is_refused_quietly(change: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "index": 5,
        "size": 8,
        "leaf_hash": LEAVES[5],
        "proof": _hashes([H4, H67, H0123]),
        "root": ROOTS[8],
    }
    assert merkle.verify_inclusion(**right) is True
    assert merkle.verify_inclusion(**(right | change)) is False


@pytest.mark.parametrize(
    "change",
    [
        {"old_size": -1},
        {"old_size": 0},
        {"old_size": 5},
        {"old_size": 7},
        {"old_size": 8},
        {"old_size": 9},
        {"old_size": True},
        {"old_size": None},
        {"new_size": 6},
        {"new_size": 9},
        {"new_size": 5},
        {"new_size": 2**200},
        {"new_size": "8"},
        {"proof": None},
        {"proof": []},
        {"proof": _hashes([H45, H67])},
        {"proof": _hashes([H67, H45, H0123])},
        {"proof": _hashes([H45, H67, H0123, H0123])},
        {"proof": [1, 2, 3]},
        {"old_root": ROOTS[5]},
        {"old_root": ROOTS[6][1:]},
        {"old_root": None},
        {"new_root": ROOTS[7]},
        {"new_root": b""},
    ],
)
def test_hostile_consistency_input_is_refused_quietly(change: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "old_size": 6,
        "new_size": 8,
        "proof": _hashes([H45, H67, H0123]),
        "old_root": ROOTS[6],
        "new_root": ROOTS[8],
    }
    assert merkle.verify_consistency(**right) is True
    assert merkle.verify_consistency(**(right | change)) is False


def test_the_same_tree_is_consistent_with_itself_only() -> None:
    assert merkle.verify_consistency(5, 5, [], ROOTS[5], ROOTS[5]) is True
    assert merkle.verify_consistency(5, 5, [], ROOTS[5], ROOTS[6]) is False
    assert merkle.verify_consistency(5, 5, [ROOTS[5]], ROOTS[5], ROOTS[5]) is False


def test_every_tree_grows_from_the_empty_one() -> None:
    assert merkle.verify_consistency(0, 3, [], merkle.EMPTY_ROOT, ROOTS[3]) is True
    assert merkle.verify_consistency(0, 3, [], ROOTS[1], ROOTS[3]) is False
    assert merkle.verify_consistency(0, 3, [ROOTS[3]], merkle.EMPTY_ROOT, ROOTS[3]) is False
    assert merkle.verify_consistency(0, 0, [], merkle.EMPTY_ROOT, merkle.EMPTY_ROOT) is True
    assert merkle.verify_consistency(0, 0, [], ROOTS[1], ROOTS[1]) is False


@pytest.mark.parametrize("index", [-1, 8, 100, True, None, "0"])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: Any) -> None:
    with pytest.raises(MerkleError, match="in a tree of 8"):
        merkle.inclusion_proof(index, LEAVES)


@pytest.mark.parametrize("old_size", [-1, 9, None, 2.0])
def test_no_proof_is_made_for_a_prefix_that_is_not_there(old_size: Any) -> None:
    with pytest.raises(MerkleError, match="in a tree of 8"):
        merkle.consistency_proof(old_size, LEAVES)


def test_the_empty_tree() -> None:
    tree = ProofTree([])
    assert (tree.size, tree.root(), tree.consistency_proof(0)) == (0, merkle.EMPTY_ROOT, [])
    with pytest.raises(MerkleError):
        tree.inclusion_proof(0)


@pytest.mark.parametrize("leaf", [b"", b"short", LEAVES[0] + b"x", "a" * 32, None, bytearray(32)])
def test_only_hashes_are_leaves(leaf: Any) -> None:
    with pytest.raises(MerkleError, match="not a hash of 32 bytes"):
        merkle.root([leaf])
    with pytest.raises(MerkleError, match="not a hash of 32 bytes"):
        ProofTree([leaf])


def test_a_frontier_goes_on_where_it_was_left() -> None:
    frontier = Frontier()
    for leaf in LEAVES[:7]:
        frontier.append(leaf)
    assert (frontier.size, len(frontier.hashes), frontier.root()) == (7, 3, ROOTS[7])
    again = Frontier(7, frontier.hashes)
    again.append(LEAVES[7])
    assert (again.size, again.hashes, again.root()) == (8, [ROOTS[8]], ROOTS[8])
    assert frontier.root() == ROOTS[7]


def test_the_hashes_handed_out_are_a_copy() -> None:
    frontier = Frontier(1, LEAVES[:1])
    frontier.hashes.clear()
    assert frontier.root() == ROOTS[1]


@pytest.mark.parametrize(
    ("size", "hashes", "reason"),
    [
        (-1, [], "not a tree size"),
        (True, LEAVES[:1], "not a tree size"),
        (None, [], "not a tree size"),
        (1, [], "has 1 subtrees, not 0"),
        (4, LEAVES[:2], "has 1 subtrees, not 2"),
        (1, [b"short"], "not a hash"),
    ],
)
def test_a_frontier_that_does_not_add_up_is_refused(size: Any, hashes: list[bytes], reason: str) -> None:
    with pytest.raises(MerkleError, match=reason):
        Frontier(size, hashes)
