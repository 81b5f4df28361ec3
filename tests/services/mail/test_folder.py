"""Mail into a folder."""

import pytest

from kuidocs.services.mail import FolderMail, MailError, open_mail
from tests.contracts.mail_contract import INVITATION, MailContract
from tests.post_office import read


class TestFolder(MailContract):
    @pytest.fixture
    def mail(self, tmp_path):
        return open_mail(str(tmp_path / "mail"), "kuidocs@fjordlund.example")

    @pytest.fixture
    def arrived(self, tmp_path):
        return lambda: [read(file.read_bytes()) for file in sorted((tmp_path / "mail").glob("*"))]


def test_others_on_the_machine_do_not_read_it(tmp_path):
    FolderMail(tmp_path / "mail", "kuidocs@fjordlund.example").send(INVITATION)

    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "mail").write_text("a file")

    with pytest.raises(MailError, match="folder"):
        FolderMail(tmp_path / "mail", "kuidocs@fjordlund.example").send(INVITATION)
