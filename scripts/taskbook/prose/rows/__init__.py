"""From obligations to the rows of a draft: sections, parties, spans, doubts."""
