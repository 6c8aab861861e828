"""The last two forms: verdicts on what holds no measure, and the summary."""

import pytest

from tests.spring_article import ANSWERS, END, VERDICTS, article, begun, contents
from tracker.db.address import Address
from tracker.errors.guided import BadAnswer
from tracker.guided import sessions
from tracker.guided.closing_forms import SummaryForm, VerdictsForm
from tracker.guided.entries import Known, Progress
from tracker.guided.mention_form import MentionForm
from tracker.guided.sessions import Session
from tracker.text import articles

UPTO_VERDICTS = ANSWERS[: -len([*VERDICTS, *END])]


def at_the_verdicts(address: Address) -> Session:
    """A reading whose likely paragraphs are done."""
    session = begun(address)
    for line in UPTO_VERDICTS:
        session.reply(line)
    assert isinstance(session.form, VerdictsForm)
    return session


def verdicts(address: Address) -> list[tuple[str | None, str | None]]:
    """The verdict and what else each paragraph is about."""
    return [(row["verdict"], row["also"]) for row in contents(address)["paragraphs"]]


def test_one_answer_for_all_unlikely_paragraphs(shipped: Address) -> None:
    """An empty line gives every paragraph in the list the verdict that stands there."""
    session = at_the_verdicts(shipped)
    assert session.form
    shown = [(line.letter, line.name) for line in session.form.screen().lines]
    assert [number for number, _ in shown] == ["2", "3", "6", "8"]
    session.reply("")
    assert all(verdict for verdict, _ in verdicts(shipped))


def test_a_paragraph_may_be_several_things(shipped: Address) -> None:
    """Verdicts after the first are kept beside it, for one paragraph or for a run of them; skip leaves one unread."""
    session = at_the_verdicts(shipped)
    session.reply("2-3 c r d; 6 skip; 8 f")
    session = sessions.resume(shipped, "the tests")
    session.reply("")
    found = verdicts(shipped)
    assert found[1:3] == [("context", "rhetoric;diplomacy")] * 2
    assert found[5] == (None, None)


def test_one_that_may_hold_a_measure_needs_its_own() -> None:
    """A heading with the words of a measure is not passed over: an empty line leads to it, and a letter answers."""
    text = "It rained on Sunday in the hills above the town.\n\nRead more: UK sends troops to Estonia with missiles\n"
    progress = Progress(articles.read(text.encode(), "x.txt"), Known())
    progress.source = "x"
    form = VerdictsForm(progress)
    assert form.blanks == [2]
    assert form.read("", "", False).asks == "¶2"
    reply = form.read("f", "¶2", False)
    assert reply.answer
    progress.apply(reply.answer)
    assert VerdictsForm(progress).blanks == []


def test_a_measure_that_was_overlooked(shipped: Address) -> None:
    """A paragraph of the list, or of the summary, is opened for a measure, and what was typed of others stays."""
    session = at_the_verdicts(shipped)
    session.reply("2 r")
    session.reply("6 m")
    assert isinstance(session.form, MentionForm)
    session.reply("m further-military-support; q French president travelled to Kyiv; sc; d -")
    session.reply("")
    session.reply("")
    assert verdicts(shipped)[1] == ("rhetoric", None)
    assert verdicts(shipped)[5][0] == "records"
    session.reply("8 m")
    assert isinstance(session.form, MentionForm)
    session.reply("-")
    assert isinstance(session.form, SummaryForm)
    session.reply("")
    assert session.form is None


@pytest.mark.parametrize("line", ["4 d", "99 f", "3", "3 x", "3-99 f"])
def test_what_is_refused(shipped: Address, line: str) -> None:
    """A paragraph that is not in the list and a verdict that is none change nothing."""
    session = at_the_verdicts(shipped)
    count = len(session.answers)
    with pytest.raises(BadAnswer):
        session.reply(line)
    assert len(session.answers) == count


def test_the_summary_shows_what_is_recorded(shipped: Address) -> None:
    """Every mention stands in the summary; anything but yes is refused, and nothing is thrown away before it."""
    session = begun(shipped)
    for line in ANSWERS[:-1]:
        session.reply(line)
    assert isinstance(session.form, SummaryForm)
    *mentions, rest = session.form.screen().lines
    assert [line.letter for line in mentions] == ["4", "5", "7", "7"]
    assert all(line.value.endswith(", new") for line in mentions)
    assert rest.value == "3 furniture, 1 context, 1 diplomacy"
    with pytest.raises(BadAnswer):
        session.reply("what now")
    assert sessions.unfinished(shipped)
    session.reply("")
    assert not sessions.unfinished(shipped)


def test_help_shows_a_paragraph_whole() -> None:
    """A question mark and a number show the paragraph whole, otherwise what the verdicts mean."""
    form = VerdictsForm(Progress(article(), Known()))
    assert form.explain("6") == ["¶6 The French president travelled to Kyiv for talks with his counterpart."]
    assert any("trips, talks" in line for line in form.explain(""))


@pytest.mark.parametrize("numbers", ["1-1-2", "2022-02-09", "123456", "1-2..3"])
def test_what_is_no_run_of_paragraphs(numbers: str) -> None:
    """Numbers that are neither paragraphs nor runs of them are refused in words."""
    progress = Progress(article(), Known())
    progress.source = "x"
    with pytest.raises(BadAnswer, match="there is no paragraph"):
        raise VerdictsForm(progress).read(f"{numbers} c", "", False).faults[0]
