"""看板: the whole period as one page that opens in any browser, without a network."""
