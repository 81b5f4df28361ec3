"""Mail into a folder, one .eml file a message, which mail programs open: for development and demonstrations."""

import os
from pathlib import Path

from .api import MailError, MailService, Message
from .writing import compose, message_id


class FolderMail(MailService):
    """Keeps every message and sends none."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def send(self, message: Message) -> None:
        """Write the message; the same one sent again takes the place of the first."""
        mail = compose(message, self.sender)
        name = message_id(message, self.sender)[1:17]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = self.folder / f".{name}.unfinished"
            unfinished.write_bytes(mail.as_bytes())
            os.replace(unfinished, self.folder / f"{name}.eml")
        except OSError as error:
            raise MailError(f"the folder for mail cannot be written ({type(error).__name__})") from error
