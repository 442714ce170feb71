"""What one look into a mailbox brought, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from taskbook import wording


@dataclass(frozen=True, slots=True)
class MailTaken:
    """From which account how many mails were newly taken, with how many files; how many others were left alone."""

    account: str
    messages: int
    files: int
    left_alone: int

    def told(self) -> str:
        return wording.mail_taken(self.account, self.messages, self.files, self.left_alone)

    def as_json(self) -> dict[str, object]:
        return {
            "account": self.account,
            "messages": self.messages,
            "files": self.files,
            "left_alone": self.left_alone,
        }
