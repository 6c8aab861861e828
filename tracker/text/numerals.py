"""Numbers in words, as dates and amounts use them."""

_NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: number for number, word in enumerate(_NUMERALS)} | {"a": 1, "an": 1, "a couple": 2}
NUMBER_WORDS |= dict(zip(_TENS, range(30, 100, 10), strict=True))


def small(word: str) -> int:
    """A number below a thousand, in figures or in words; 0 for anything else."""
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBER_WORDS.get(word, 0)
