"""Never ends."""


def $entry(*args, **kwargs):
    while True:
        pass
