"""Quotes against text: the rule that a quote is a fragment found exactly once in its paragraph, never fuzzily."""

import re

from tracker.errors.guided import BadAnswer

QUOTE_WORDS = 15

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
SENTENCE_END = ".!?"
_MARKS = "\"' "
# Where one sentence ends and the next begins. A capital after a title (Mr., Gen.) begins none.
_BOUNDARY = re.compile(r"(?<!Gen)(?<!Sen)(?<!Gov)(?<!Capt)(?<!Prof)(?<![A-Z][a-z])(?<=\w)[.!?][\"')]* [\"'(]*[A-Z]")


def normalise(text: str) -> str:
    """One spelling for what typesetters vary: quotation marks, dashes, white space and composed letters."""
    if not text.isascii():
        import unicodedata  # here, as hashlib below: a report compares no texts and should not pay for them

        text = unicodedata.normalize("NFC", text)
    folded = text.translate(_FOLDED)
    return " ".join(folded.replace("''", '"').split())


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text, in order; only a line feed ends a line, as the numbering rests on it."""
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def fingerprint(paragraph: str) -> str:
    """sha256 of a paragraph's normalised text, in hex."""
    return text_fingerprint(normalise(paragraph).encode())


BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def as_meant(content: bytes) -> bytes:
    """A text file's bytes as they were meant: no byte order mark, a line feed at the end of a line."""
    return content.removeprefix(BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def file_fingerprints(content: bytes) -> tuple[str, ...]:
    """The fingerprints of a text, first that of the text as it was meant.

    The others are those of its file as another system or editor may have saved it: with a byte order mark, with other
    line ends, with or without an end to the last line. A record may hold one of them.
    """
    meant = as_meant(content)
    unended = meant.rstrip(b"\n")
    ended = (meant, unended, unended + b"\n")
    ways = [*ended, *(text.replace(b"\n", b"\r\n") for text in ended)]
    saved = (*ways, *(BYTE_ORDER_MARK + text for text in ways), content)
    return tuple(text_fingerprint(text) for text in dict.fromkeys(saved))


def text_fingerprint(content: bytes) -> str:
    """sha256 of bytes, in hex."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


def words(text: str) -> int:
    """How many words white space makes of a text."""
    return len(text.split())


def occurrences(quote: str, paragraph: str) -> int:
    """How often a quote stands in a paragraph at word boundaries, both normalised."""
    wanted = normalise(quote)
    if not wanted:
        return 0
    # Looking ahead counts a quote that overlaps itself as often as it stands there.
    return len(re.findall(f"(?={_pattern(wanted).pattern})", normalise(paragraph)))


def _pattern(wanted: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")


def is_sentence(quote: str, paragraph: str = "") -> bool:
    """Whether the quote is a whole sentence: of its paragraph where that is at hand, else by its look."""
    wanted = normalise(quote)
    if not paragraph:
        return wanted.lstrip(_MARKS)[:1].isupper() and wanted.rstrip(_MARKS).endswith(tuple(SENTENCE_END))
    text = normalise(paragraph)
    found = _pattern(wanted).search(text)
    if not found:
        return False
    before, after = text[: found.start()].rstrip(_MARKS), text[found.end() :].lstrip("\"'")
    starts = not before or before[-1] in SENTENCE_END
    ends = not after.strip(_MARKS) or wanted.rstrip(_MARKS)[-1:] in SENTENCE_END or after[0] in SENTENCE_END
    return starts and ends


def sentence_around(quote: str, paragraph: str) -> tuple[str, str]:
    """What stands before and after a quote in its sentence, normalised; both empty where it is not found."""
    text = normalise(paragraph)
    found = _pattern(normalise(quote)).search(text)
    if not found:
        return "", ""
    ends = [0, *(end.start() + 1 for end in _BOUNDARY.finditer(text)), len(text)]
    start = max((end for end in ends if end <= found.start()), default=0)
    end = min((end for end in ends if end >= found.end()), default=len(text))
    return text[start : found.start()].strip(), text[found.end() : end].strip()


def as_written(typed: str, paragraph: str) -> str:
    """A quote from a paragraph, typed whole or as its first … last words, as it stands there. Raises BadAnswer."""
    quote, text = normalise(typed), normalise(paragraph)
    first, dots, last = (part.strip() for part in quote.replace("...", "…").partition("…"))
    if dots and first and last:
        found = re.search(rf"(?<!\w){re.escape(first)}(?!\w).*?(?<!\w){re.escape(last)}(?!\w)", text)
        if not found:
            raise BadAnswer(f"the paragraph has no “{first}” with “{last}” after it", "copy both word for word")
        quote = found[0]
    quote = normalise(quote).strip(" ")
    if wrong := complaint(quote, paragraph):
        raise BadAnswer(*wrong)
    return quote


def complaint(quote: str, paragraph: str | None = None) -> tuple[str, str] | None:
    """What is wrong with a quote and how to mend it, or nothing; the paragraph is None where no text is at hand."""
    if paragraph is None and 0 < words(quote) <= QUOTE_WORDS and not any(end in quote for end in SENTENCE_END):
        return None  # no sentence ends in it, so there is nothing else to look for
    wanted = normalise(quote)
    count = words(wanted)
    if not count:
        return "the quote is empty", f"take 1 to {QUOTE_WORDS} words from the paragraph"
    if count > QUOTE_WORDS:
        return f"the quote has {count} words", f"keep the {QUOTE_WORDS} that say it"
    if _BOUNDARY.search(wanted):
        return "the quote runs over the end of a sentence", "keep to words of one sentence"
    if is_sentence(quote, paragraph or ""):
        return "the quote is a whole sentence", "keep the part of it that says it"
    if paragraph is None:
        return None
    found = occurrences(quote, paragraph)
    if found == 0:
        return "the quote is not in the paragraph", "copy it word for word from the paragraph"
    if found > 1:
        return f"the quote stands {found} times in the paragraph", "take more words, so that it stands there once"
    return None
