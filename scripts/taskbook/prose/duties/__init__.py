"""Running text cut into sentences, obligations and background."""
