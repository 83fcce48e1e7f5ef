import time

import pytest
from purser.access.passwords import hash_password, matches

SENTENCE = "a ledger is a promise"


def test_a_password_matches_its_own_hash_and_no_other() -> None:
    stored = hash_password(SENTENCE)
    assert matches(SENTENCE, stored)
    assert not matches(SENTENCE + " ", stored)
    assert hash_password(SENTENCE) != stored, "every hash has a salt of its own"


def test_the_costs_are_those_that_were_decided() -> None:
    assert hash_password(SENTENCE).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_what_looks_the_same_on_two_keyboards_is_the_same() -> None:
    assert matches("Cafe\u0301 au lait noir", hash_password("Caf\u00e9 au lait noir"))


def test_nobody_has_no_password() -> None:
    assert not matches(SENTENCE, None)


def test_an_unknown_person_takes_as_long_as_a_known_one() -> None:
    stored = hash_password(SENTENCE)

    def quickest(stored: str | None) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            matches("wrong but plausible", stored)
            times.append(time.process_time() - start)
        return min(times)

    assert quickest(None) == pytest.approx(quickest(stored), rel=0.5)


def test_an_endless_password_costs_no_hashing() -> None:
    start = time.process_time()
    assert not matches("x" * 1_000_000, hash_password(SENTENCE))
    assert time.process_time() - start < 1
