"""Asks for more memory than there is."""


def $entry(*args, **kwargs):
    return [bytearray(2**24) for _ in range(10**6)]
