"""From answers to the state of things: lights, tasks, units, figures. Pure, but for `rounds`, which reads the archive."""
