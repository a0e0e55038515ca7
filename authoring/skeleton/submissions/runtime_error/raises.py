"""Raises in a call. Write the mistake that candidates make."""


def $entry(*args, **kwargs):
    return args[100]
