"""The untrusted side: all that runs beside candidate code. It holds no secret and decides nothing."""
