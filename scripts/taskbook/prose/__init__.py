"""From prose to tasks: the running text of a plan without a table → a draft of its table, every character accounted for."""
