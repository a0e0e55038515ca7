"""What a plain call cannot express for `positional-encoding`. It runs alike for the candidate and for the reference."""


def table(submission, d_model, *max_len):
    """The buffer pe of a new module (1, max_len, d_model), and the number of its parameters."""
    layer = submission.PositionalEncoding(d_model, *max_len)
    return layer.state_dict()["pe"].detach().clone(), len(list(layer.parameters()))


def encode(submission, x, max_len):
    """What a new module makes of x (B, L, d_model)."""
    return submission.PositionalEncoding(x.shape[2], max_len).to(x.dtype)(x)
