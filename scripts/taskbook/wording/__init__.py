"""Words that people read on the screen and in books: labels, titles, how-to sentences, messages of the command line.

One constant or one small function per thing, in the module of the room that shows it; call sites say `wording.NAME`. What is wrong in somebody's
data is not here but in `findings`; headings and sheet names are in `columns`.
"""

from taskbook.wording.addin import *  # noqa: F403
from taskbook.wording.answering import *  # noqa: F403
from taskbook.wording.board import *  # noqa: F403
from taskbook.wording.buttons import *  # noqa: F403
from taskbook.wording.codes_page import *  # noqa: F403
from taskbook.wording.coverage import *  # noqa: F403
from taskbook.wording.files import *  # noqa: F403
from taskbook.wording.intake import *  # noqa: F403
from taskbook.wording.lights import *  # noqa: F403
from taskbook.wording.lookback import *  # noqa: F403
from taskbook.wording.mail import *  # noqa: F403
from taskbook.wording.mailbox import *  # noqa: F403
from taskbook.wording.master import *  # noqa: F403
from taskbook.wording.monthly import *  # noqa: F403
from taskbook.wording.orders import *  # noqa: F403
from taskbook.wording.papers import *  # noqa: F403
from taskbook.wording.promises import *  # noqa: F403
from taskbook.wording.prose import *  # noqa: F403
from taskbook.wording.rehearsal import *  # noqa: F403
from taskbook.wording.reporting import *  # noqa: F403
from taskbook.wording.returns import *  # noqa: F403
from taskbook.wording.review import *  # noqa: F403
from taskbook.wording.rules import *  # noqa: F403
from taskbook.wording.screen import *  # noqa: F403
from taskbook.wording.servers import *  # noqa: F403
from taskbook.wording.status_book import *  # noqa: F403
from taskbook.wording.steps import *  # noqa: F403
from taskbook.wording.unit_book import *  # noqa: F403
