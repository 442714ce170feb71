"""Collect the books that came back for a period, from a folder or a mailbox, and say what became of each file."""

from __future__ import annotations

from taskbook import cli, mailoptions, wording
from taskbook.collected import as_json, summary
from taskbook.receive import collect_once, keep_collecting


# fmt: off
@cli.command(wording.COLLECT_HELP)
def main(
    master: cli.Master, period: cli.PeriodOption, inbox: mailoptions.Inbox = None,
    imap: mailoptions.Imap = None, archive: mailoptions.Archive = None, watch: mailoptions.Watch = False,
    to_json: cli.Json = None, today: cli.Today = None,
) -> int:
    places = inbox, imap, archive
    if watch:
        result = keep_collecting(master, period, *places, cli.speaker(to_json), today)
    else:
        with cli.progress_bar() as progress:
            result = collect_once(master, period, *places, progress, today)
    code = cli.finish(as_json(result), result.findings, to_json, summary(result))
    return cli.FINE if watch else code


if __name__ == "__main__":
    main()
