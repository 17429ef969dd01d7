"""Small functions, small files: the figures of docs/architecture.md."""

from statistics import median

from tests.architecture.sources import PACKAGES, length, product, sources

FUNCTION_MEDIAN = 7
FUNCTION_USUAL = 30
FUNCTION_LIMIT = 70
FILE_MEDIAN = 65
FILE_LIMIT = 400


def test_the_median_function_has_seven_lines() -> None:
    lengths = [length(function) for source in product() for function in source.functions()]
    assert median(lengths) <= FUNCTION_MEDIAN


def test_nineteen_functions_of_twenty_are_under_thirty_lines() -> None:
    lengths = [length(function) for source in product() for function in source.functions()]
    assert sum(n < FUNCTION_USUAL for n in lengths) >= 0.95 * len(lengths)


def test_no_function_is_over_seventy_lines() -> None:
    long = [
        f"{source.path}:{function.lineno} {function.name}: {length(function)}"
        for source in sources(*PACKAGES, "tests")
        for function in source.functions()
        if length(function) > FUNCTION_LIMIT
    ]
    assert long == []


def test_the_median_file_is_under_sixty_five_lines() -> None:
    assert median(source.lines for source in product()) < FILE_MEDIAN


def test_no_file_is_over_four_hundred_lines() -> None:
    long = [
        f"{source.path}: {source.lines}"
        for source in sources(*PACKAGES, "tests")
        if source.lines > FILE_LIMIT
    ]
    assert long == []
