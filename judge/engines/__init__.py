"""The sandboxes that candidate code runs in, behind one Protocol (`judge.engines.base`)."""
