"""Statistics that several commands need."""


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson (1927), score interval, z = 1.96."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, right / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
