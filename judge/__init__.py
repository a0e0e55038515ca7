"""Auto-graded judge for deep-learning coding challenges: the trusted side."""

__version__ = "0.1.0"
