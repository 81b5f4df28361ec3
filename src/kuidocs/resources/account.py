"""What an account is secured by, the same for the staff of a municipality and the people of a cluster."""

from .base import Resource


class Account(Resource):
    """Somebody who can log in."""

    user_id: str
    name: str
    active = True
    password_hash = ""
    must_renew = False
    """Whether a new password is asked for at the next log-in."""
    code_secret = ""
    """The secret of the app that makes one-time codes, locked; "" when there is none."""
    code_step = 0
    """The half minute of the last code that was taken; no code is taken twice."""
    passkeys: tuple[dict, ...] = ()
    """{"credential_id", "public_key", "count", "name", "added_at"}."""
    spare_codes: tuple[str, ...] = ()
    """SHA-256 of the codes that are left for who has lost phone and key."""

    @property
    def has_second(self) -> bool:
        """Whether there is a second factor."""
        return bool(self.code_secret or self.passkeys)

    def forget_second(self) -> None:
        """Take app, passkeys and spare codes away."""
        self.code_secret, self.code_step, self.passkeys, self.spare_codes = "", 0, (), ()
