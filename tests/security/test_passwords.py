"""Passwords are kept as argon2id, and only the right one matches."""

from kuidocs.security.passwords import LONGEST, hash_password, matches

CHEAP = 32


def test_the_right_password_matches_and_others_do_not():
    kept = hash_password("en god lang adgangskode", CHEAP)

    assert matches(kept, "en god lang adgangskode", CHEAP)
    assert not matches(kept, "en god lang adgangskodE", CHEAP)
    assert not matches(kept, "", CHEAP)


def test_what_is_kept_is_argon2id_with_the_memory_of_the_setting():
    kept = hash_password("æøå 🙂", CHEAP)

    assert kept.startswith("$argon2id$v=19$m=32,")
    assert "æøå" not in kept


def test_two_hashes_of_one_password_differ():
    assert hash_password("samme", CHEAP) != hash_password("samme", CHEAP)


def test_a_hash_of_another_memory_still_matches():
    assert matches(hash_password("før", 64), "før", CHEAP)


def test_who_has_no_password_cannot_log_in_with_any():
    assert not matches("", "", CHEAP)
    assert not matches("", "\0 ", CHEAP)


def test_a_damaged_hash_matches_nothing():
    assert not matches("$argon2id$v=19$m=32$broken", "x", CHEAP)


def test_a_password_without_end_costs_no_more_than_a_long_one():
    kept = hash_password("x" * LONGEST, CHEAP)

    assert matches(kept, "x" * 1_000_000, CHEAP)
