"""Send a period's books to the units, or remind those who owe an answer: as drafts, through a server, or packed."""

from __future__ import annotations

from taskbook import cli, wording
from taskbook import mailoptions as given
from taskbook.dispatched import as_json, summary
from taskbook.orders import Order, order_by, prepare
from taskbook.send import carry_out, planned, refused


# fmt: off
@cli.command(wording.SEND_HELP)
def main(
    master: cli.Master, period: cli.PeriodOption, books: given.Books = None, eml: given.Eml = None,
    smtp: given.Smtp = None, package: given.Package = None, remind: given.Remind = False,
    dry_run: given.DryRun = False, unit: given.Units = None, resend: given.Resend = None,
    pause: given.Pause = None, per_minute: given.PerMinute = None, yes: given.Yes = False,
    to_json: cli.Json = None, today: cli.Today = None,
) -> int:
    wanted = Order(None, None, "", books, tuple(unit or ()), remind, tuple(resend or ()), pause, per_minute)
    with cli.progress_bar() as progress:
        ready = prepare(master, period, order_by(eml, smtp, package, wanted), today, progress)
        stay = dry_run or (not yes and refused(ready))
        result = planned(ready) if stay else carry_out(ready, progress)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
