"""What a comparison of numbers does not show: the dtypes."""


def dtypes(submission, sequences):
    """Names of the dtypes of both results; sequences: tensors of integers or booleans."""
    padded, mask = submission.pad_and_mask(sequences)
    return str(padded.dtype), str(mask.dtype)
