from __future__ import annotations

from typing import get_args

import pytest

from trialtui.user.policy import FREE, Need, Policy

NEEDS: tuple[Need, ...] = get_args(Need)
WRITES = {"write_store", "write_files", "write_user_data"}


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (FREE, set(NEEDS)),
        (Policy(profile="anna"), set(NEEDS)),
        (Policy(read_only=True), set(NEEDS) - WRITES),
        (Policy(secure=True), set()),
        (Policy(secure=True, profile="anna"), {"write_user_data"}),
        (Policy(secure=True, read_only=True, profile="anna"), set()),
    ],
)
def test_what_each_mode_allows(policy: Policy, allowed: set[str]) -> None:
    assert {need for need in NEEDS if policy.allows(need)} == allowed
    assert {need for need in NEEDS if getattr(policy, f"may_{need}")} == allowed
    assert {need for need in NEEDS if not policy.refusal("it", need)} == allowed


def test_a_refusal_names_what_is_refused_the_mode_and_the_reason() -> None:
    secure, kept = Policy(secure=True), Policy(read_only=True)
    assert secure.refusal("sync", "use_network", "write_store") == (
        "sync: not in secure mode, where the network is not used"
    )
    assert (
        kept.refusal("sync", "use_network", "write_store") == "sync: not with --read-only, where the store is only read"
    )
    assert kept.refusal("show") == ""
