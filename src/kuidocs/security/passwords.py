"""Passwords: argon2id, and never anything else."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

LONGEST = 1024


@lru_cache(maxsize=4)
def hasher(memory_kib: int) -> PasswordHasher:
    """Make the hasher of a setting; the memory is what makes guessing dear."""
    return PasswordHasher(memory_cost=memory_kib)


def hash_password(password: str, memory_kib: int) -> str:
    """Hash a password with a salt of its own."""
    return hasher(memory_kib).hash(password[:LONGEST])


def matches(password_hash: str, password: str, memory_kib: int) -> bool:
    """Tell whether a password is the right one.

    For a user who does not exist the same work is done, so that the time tells nothing.
    """
    try:
        return hasher(memory_kib).verify(password_hash or nobody(memory_kib), password[:LONGEST])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=4)
def nobody(memory_kib: int) -> str:
    """Return the hash of a password that nobody can type."""
    return hasher(memory_kib).hash("\0")
