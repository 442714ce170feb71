"""Mail coming in: what is said of a mailbox, its messages and their attachments."""

from __future__ import annotations

MAIL_FOLDER = "邮件"
"""Where raw messages are kept in a period's archive, and attachments in a period's inbox."""
