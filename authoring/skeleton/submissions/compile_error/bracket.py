"""A bracket is not closed."""


def $entry(*args, **kwargs:
    return args
