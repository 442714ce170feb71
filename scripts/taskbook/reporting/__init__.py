"""The monthly report: the facts of a period, gathered once, and what is made of them: 通报, 督办单, 月报, 考核, 看板, texts."""
