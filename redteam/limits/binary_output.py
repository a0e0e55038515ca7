"""Prints bytes that are no text: NUL, bad UTF-8, lone surrogates, escapes."""

# verdict: accepted
# covers: 43
# then: right answer
# docker
import os
import sys

os.write(1, bytes(range(256)) * 20)
os.write(2, b"\xff\xfe\x00\xd8" * 100 + b"\x1b[31m\x1b]0;title\x07\x9b2J")
sys.stdout.write("\ud800 \udfff \U0010ffff \u202e \ufeff")
