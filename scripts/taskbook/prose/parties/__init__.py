"""Who and by when in running text: brackets, labelled lines, subjects, rules for many tasks, dates."""
