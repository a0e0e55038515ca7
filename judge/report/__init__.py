"""A report as people and other programs read it: terminal, JSON, JUnit. Pure functions of `judge.model.Report`."""
