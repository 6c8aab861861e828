"""Evidence: a quote is a fragment, of few words, found exactly once, never fuzzily."""

import hashlib
import unicodedata
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.quotes import (
    QUOTE_WORDS,
    as_written,
    complaint,
    file_fingerprints,
    fingerprint,
    is_sentence,
    normalise,
    occurrences,
    paragraphs,
    sentence_around,
    text_fingerprint,
    words,
)
from tracker.errors.guided import BadAnswer

HARBOUR = 'The ferry "Heron" leaves at noon. Six tugs — all of them old – will follow. Nobody knows the price'
MARKS = {"'": "‘’‚‛′`´", '"': "“”„‟″«»", "-": "‐‑‒–—―−", " ": "\t\n\r\v\f\u00a0\u2009\u202f\u3000"}
UNLIKE_WORDS = st.lists(st.text(alphabet="abcdeé", min_size=1, max_size=6), min_size=1, max_size=30, unique=True)


@st.composite
def _slices(draw: st.DrawFn) -> tuple[list[str], int, int]:
    """Words no two of which are alike, and where a fragment of them begins and ends."""
    found = draw(UNLIKE_WORDS)
    start = draw(st.integers(0, len(found) - 1))
    return found, start, draw(st.integers(start + 1, len(found)))


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("", ""),
        (" \t\n ", ""),
        ("  six   tugs\twill\nfollow ", "six tugs will follow"),
        ("six\u00a0tugs\u2009will\u3000follow", "six tugs will follow"),
        ("the ‘old’ tug’s crew", "the 'old' tug's crew"),
        ("the “old” «tug» „crew‟", 'the "old" "tug" "crew"'),
        ("the ''old'' tug", 'the "old" tug'),
        ("the ‘‘old’’ tug", 'the "old" tug'),
        ("tugs — old – and sea‑worthy −5", "tugs - old - and sea-worthy -5"),
        ("cafe\u0301", "café"),
        ("Six TUGS!", "Six TUGS!"),
    ],
)
def test_one_spelling(text: str, reads: str) -> None:
    """Quotation marks, dashes, white space and composed letters get one spelling; letters and case stay."""
    assert normalise(text) == reads


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    """A normalised text is its own normalised form."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="abé '\"-", max_size=40).filter(lambda text: "''" not in text), st.randoms())
def test_typesetting_is_no_difference(text: str, random: Random) -> None:
    """However a typesetter varies marks, dashes, spaces and accents, the fingerprint is the same."""
    varied = "".join(random.choice(letter + MARKS.get(letter, "")) for letter in text)
    assert fingerprint(unicodedata.normalize("NFD", varied)) == fingerprint(text)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ("one", ["one"]),
        ("one\ntwo\n\n\nthree\n", ["one", "two", "three"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        (" one \n two ", [" one ", " two "]),
        (
            "one\rtwo\x0bthree\x0cfour\x85five\u2028six\u2029seven",
            ["one\rtwo\x0bthree\x0cfour\x85five\u2028six\u2029seven"],
        ),
    ],
)
def test_paragraphs_are_lines(text: str, listed: list[str]) -> None:
    """A paragraph is a non-empty line, and nothing but a line feed ends a line."""
    assert paragraphs(text) == listed


@given(st.lists(st.text(alphabet="ab \u2028\x0b", max_size=5), max_size=8))
def test_no_paragraph_is_lost(lines: list[str]) -> None:
    """Every line with something on it is a paragraph, in order; every other is none."""
    assert paragraphs("\n".join(lines)) == [line for line in lines if line.strip()]


def test_fingerprints_are_frozen() -> None:
    """A paragraph's fingerprint is over its normalised text, a file's over its very bytes, today as ever."""
    assert fingerprint("Six  “tugs” –") == hashlib.sha256(b'Six "tugs" -').hexdigest()
    assert fingerprint("Six tugs") == "1dd1a66d4e90d38e5a8446bad21823ba496a53b88a4d04797ccebe553f9f523e"
    assert text_fingerprint(b"Six  tugs\r\n") == hashlib.sha256(b"Six  tugs\r\n").hexdigest()
    assert fingerprint("Six tugs") != fingerprint("six tugs")


def test_a_text_is_known_however_it_was_saved() -> None:
    """One text has the same first fingerprint whatever ends its lines, and knows those of the other ways to save it.

    An editor may also have ended the last line, or not.
    """
    saved = [b"Six\ntugs\n", b"Six\r\ntugs\r\n", b"\xef\xbb\xbfSix\ntugs\n", b"\xef\xbb\xbfSix\r\ntugs\r\n"]
    unended = [content.rstrip(b"\r\n") for content in saved]
    for content in saved:
        assert file_fingerprints(content)[0] == text_fingerprint(saved[0])
    for content in saved + unended:
        assert {text_fingerprint(other) for other in saved + unended} == set(file_fingerprints(content))
    mixed = b"Six\r\ntugs\n"
    assert text_fingerprint(mixed) in file_fingerprints(mixed)
    assert text_fingerprint(b"Six tugs\n") not in file_fingerprints(mixed)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("  ", 0), ("six", 1), (" six\u00a0old\ttugs ", 3), ("sea-worthy", 1)]
)
def test_words_are_what_white_space_makes(text: str, count: int) -> None:
    """White space of any kind, and nothing else, parts words."""
    assert words(text) == count


@pytest.mark.parametrize(
    ("quote", "paragraph", "times"),
    [
        ("Six tugs", HARBOUR, 1),
        ('"Heron" leaves', HARBOUR, 1),
        ("“Heron” leaves", HARBOUR, 1),
        ("tugs - all of them old - will", HARBOUR, 1),
        ("Six  tugs", HARBOUR, 1),
        ("six tugs", HARBOUR, 0),
        ("Six tug", HARBOUR, 0),
        ("ix tugs", HARBOUR, 0),
        ("Six tugs all", HARBOUR, 0),
        ("Six tugs will follow", HARBOUR, 0),
        ("Seven tugs", HARBOUR, 0),
        ("Heron leaves", HARBOUR, 0),
        ("", HARBOUR, 0),
        (" ", HARBOUR, 0),
        ("the tug", "the tug and the tug", 2),
        ("the tug", "the tug and the tugboat", 1),
        ("tug", "tug, tug; tug-boat (tug) tugs 1tug tug_2", 4),
        ("5", "15 of 5.5 or 55", 2),
        ("a.b", "axb a.b", 1),
        ("a (b", "a (b or a (b", 2),
        ("caf\u00e9", "the cafe\u0301 by the quay", 1),
        ("cafe", "the café by the quay", 0),
        ("more and more", "more and more and more", 2),
    ],
)
def test_how_often_a_quote_stands(quote: str, paragraph: str, times: int) -> None:
    """A quote stands where its very words do, letter for letter and as whole words; near is not there."""
    assert occurrences(quote, paragraph) == times


@given(_slices())
def test_a_fragment_of_unlike_words_stands_once(taken: tuple[list[str], int, int]) -> None:
    """A fragment of a paragraph in which no word comes twice stands there exactly once."""
    found, start, end = taken
    assert occurrences(" ".join(found[start:end]), " ".join(found)) == 1


@given(_slices(), st.integers(0, 200), st.sampled_from("abcdez"))
def test_one_letter_off_is_missing(taken: tuple[list[str], int, int], position: int, letter: str) -> None:
    """A quote with one letter changed is not in the paragraph, unless the paragraph says just that elsewhere."""
    found, start, end = taken
    quote = " ".join(found[start:end])
    position %= len(quote)
    changed = quote[:position] + letter + quote[position + 1 :]
    paragraph = " ".join(found)
    assume(f" {changed} " not in f" {paragraph} ")
    assert occurrences(changed, paragraph) == 0


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ('The ferry "Heron" leaves at noon.', True),
        ('The ferry "Heron" leaves at noon', True),
        ("The ferry “Heron” leaves at noon", True),
        ("Six tugs — all of them old – will follow.", True),
        ("Six tugs — all of them old – will follow", True),
        ("Nobody knows the price", True),
        ('ferry "Heron" leaves at noon.', False),
        ('The ferry "Heron" leaves', False),
        ("Six tugs", False),
        ("will follow.", False),
        ("all of them old", False),
        ("knows the price", False),
        ("words from elsewhere.", False),
    ],
)
def test_a_whole_sentence(quote: str, whole: bool) -> None:
    """A quote that runs from where a sentence begins to where one ends is a whole sentence, full stop or none."""
    assert is_sentence(quote, HARBOUR) is whole


@pytest.mark.parametrize(
    ("quote", "paragraph", "whole"),
    [
        ("Stop!", "Stop! Who goes there?", True),
        ("Who goes there?", "Stop! Who goes there?", True),
        ("“Who goes there?”", "“Stop!” “Who goes there?”", True),
        ("Who goes there", "“Stop!” “Who goes there?” he cried", True),
        ("Tugs to follow", "Tugs to follow", True),
        ("We sail at dawn", "“We sail at dawn,” she said.", False),
        ("six tugs", "six tugs", True),
    ],
)
def test_sentences_of_all_sorts(quote: str, paragraph: str, whole: bool) -> None:
    """Questions, cries, speech and headlines without a stop are sentences like any other."""
    assert is_sentence(quote, paragraph) is whole


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("Six tugs will follow.", True),
        ("Six tugs will follow!", True),
        ("Will six tugs follow?”", True),
        ("Six tugs will follow", False),
        ("six tugs will follow.", False),
        ("", False),
        ("“Six tugs will follow.”", True),
    ],
)
def test_a_sentence_by_its_look(quote: str, whole: bool) -> None:
    """With no paragraph at hand, a capital and a closing stop make a sentence, in quotation marks or not."""
    assert is_sentence(quote) is whole


@pytest.mark.parametrize(
    "quote",
    [
        "noon. Six tugs — all of them old – will follow. Nobody",
        "Six tugs — all of them old – will follow. Nobody",
        "noon. Six tugs — all of them old – will follow.",
    ],
)
def test_more_than_a_sentence(quote: str) -> None:
    """A quote that holds a whole sentence and more is refused, as the sentence alone would be."""
    assert complaint(quote, HARBOUR) is not None


@pytest.mark.parametrize(
    ("quote", "paragraph", "says"),
    [
        ("Six tugs", HARBOUR, None),
        ("Six tugs", None, None),
        ("", HARBOUR, "the quote is empty"),
        ("  ", None, "the quote is empty"),
        ("a " * 15, "b " + "a " * 15 + "b", None),
        ("a " * 16, "b " + "a " * 16 + "b", "the quote has 16 words"),
        ("a " * 16, None, "the quote has 16 words"),
        ("Nobody knows the price", HARBOUR, "the quote is a whole sentence"),
        ("Nobody knows the price.", None, "the quote is a whole sentence"),
        ("seven tugs", HARBOUR, "the quote is not in the paragraph"),
        ("six tugs", HARBOUR, "the quote is not in the paragraph"),
        ("six tugs", "", "the quote is not in the paragraph"),
        ("the tug", "for the tug and the tug", "the quote stands 2 times in the paragraph"),
        ("tug", "a tug, tug and tug again", "the quote stands 3 times in the paragraph"),
    ],
)
def test_what_is_wrong_with_a_quote(quote: str, paragraph: str | None, says: str | None) -> None:
    """A good quote passes in silence; a bad one is told what is wrong with it and how to mend it."""
    found = complaint(quote, paragraph)
    assert (found and found[0]) == says
    assert found is None or found[1]


@given(_slices())
def test_what_passes_is_a_short_fragment(taken: tuple[list[str], int, int]) -> None:
    """Of a paragraph that is one sentence, a part of at most 15 words passes; more words, or all of it, do not."""
    found, start, end = taken
    passes = complaint(" ".join(found[start:end]), " ".join(found)) is None
    assert passes is (end - start <= QUOTE_WORDS == 15 and end - start < len(found))


def test_what_stands_around_a_quote() -> None:
    """The rest of a quote's sentence, and nothing of the sentences beside it."""
    text = "It rained. Mr Brown said six tugs will follow, at noon. Nobody came."
    assert sentence_around("six tugs will follow", text) == ("Mr Brown said", ", at noon.")
    assert sentence_around("Nobody", text) == ("", "came.")
    assert sentence_around("Mr Brown said six tugs will follow, at noon.", text) == ("", "")
    assert sentence_around("at noon.", text) == ("Mr Brown said six tugs will follow,", "")
    assert sentence_around("eight tugs", text) == ("", "")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("six tugs will", "six tugs will"),
        ("six … will follow", "six tugs, all of them old, will follow"),
        (" six... old ", "six tugs, all of them old"),
        ("tugs…follow", "tugs, all of them old, will follow"),
    ],
)
def test_first_and_last_words_will_do(typed: str, whole: str) -> None:
    """A quote may be typed as its first and last words, with dots between them; it is kept as it stands there."""
    text = "Mr Brown said six tugs, all of them old, will follow. Nobody came: six tugs will not."
    assert as_written(typed, text) == whole


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("eight … follow", "has no “eight” with “follow” after it"),
        ("follow … six", "has no “follow” with “six” after it"),
        ("si … follow", "has no “si” with “follow” after it"),
        ("six … foll", "has no “six” with “foll” after it"),
        ("six tugs …", "is not in the paragraph"),
        ("… follow", "is not in the paragraph"),
        ("…", "is not in the paragraph"),
        ("eight tugs", "is not in the paragraph"),
    ],
)
def test_words_that_are_not_there(typed: str, says: str) -> None:
    """What does not stand there, one after the other and word for word, is told."""
    with pytest.raises(BadAnswer, match=says):
        as_written(typed, "Mr Brown said six tugs, all of them old, will follow.")
