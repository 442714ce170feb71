"""Mail going out: what letters are called, what sending says on the screen."""

from __future__ import annotations

LETTER_ISSUE = "下发通知"
LETTER_REMIND = "催报"
LETTER_RETURN = "退回修改"
LETTER_URGE = "督办提醒"
