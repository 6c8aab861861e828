"""Numbers in words, as dates and amounts use them."""

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: number for number, word in enumerate(("zero", *_ONES, *_TEENS))} | {"a": 1, "an": 1}
NUMBER_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
NUMBER_WORDS |= {f"{tens}-{one}": NUMBER_WORDS[tens] + NUMBER_WORDS[one] for tens in _TENS for one in _ONES}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def small(word: str) -> int:
    """A number below a thousand, in figures or in words; 0 for anything else."""
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBER_WORDS.get(word, 0)


def number_in_words(text: str) -> int | None:
    """The number that words give, as in `one thousand five hundred` or `two hundred and fifty`.

    None where they give no one number: `twenty five` may be two.
    """
    total = group = 0
    ceiling, before = 10**15, ""
    for word in text.split():
        value = NUMBER_WORDS.get(word)
        if value is not None and before != "small":
            group, before = group + value, "small"
        elif word == "hundred" and before in ("", "small") and group < 100:
            group, before = (group or 1) * 100, "hundred"
        elif word in SCALES and word != "hundred" and before not in ("scale", "and") and SCALES[word] < ceiling:
            ceiling, before = SCALES[word], "scale"
            total, group = total + (group or 1) * ceiling, 0
        elif word == "and" and before in ("hundred", "scale"):
            before = "and"
        else:
            return None
    return None if before in ("", "and") else total + group
