"""What the text of a task promises, checked on the answers: targets, milestones, working days, evidence."""
