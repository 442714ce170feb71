"""Keep the password of the office's mail servers in the system's keyring, once it has proved right."""

from __future__ import annotations

from typing import Annotated

from taskbook import cli, wording
from taskbook.logins import as_json, save_login, summary


@cli.command(wording.LOGIN_HELP)
def main(
    master: cli.Master,
    smtp: Annotated[str, cli.text_option("--smtp", wording.META_SERVER, wording.LOGIN_SMTP)] = "",
    imap: Annotated[str, cli.text_option("--imap", wording.META_SERVER, wording.LOGIN_IMAP)] = "",
    forget: Annotated[bool, cli.flag("--forget", wording.LOGIN_FORGET)] = False,
    to_json: cli.Json = None,
) -> int:
    """Keep or forget, and say so."""
    result = save_login(master, smtp, imap, forget)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
