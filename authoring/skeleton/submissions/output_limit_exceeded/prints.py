"""Prints more than is allowed."""


def $entry(*args, **kwargs):
    print("x" * 10**6)
    return args[0]
