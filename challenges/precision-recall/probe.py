"""Scores with ties. They come as integers, because the judge moves floats a little, and a tie would be no tie then."""


def floats(scores):
    """float32 scores from integers: both frameworks, and sixteenths are exact."""
    return scores.float() / 16 if hasattr(scores, "float") else scores.astype("float32") / 16


def curve(submission, scores, labels):
    """The curve of scores / 16."""
    return submission.precision_recall_curve(floats(scores), labels)


def area(submission, scores, labels):
    """The average precision of scores / 16."""
    return float(submission.average_precision(floats(scores), labels))
