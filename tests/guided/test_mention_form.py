"""One screen for a mention: what Enter takes, what a line changes, and what is refused."""

from typing import Any

import pytest

from tests.spring_article import ANSWERS, HEADER, HEADLINE, LORRIES, begun, contents
from tracker.db.address import Address
from tracker.errors.base import TrackerError
from tracker.errors.guided import BadAnswer
from tracker.guided import sessions
from tracker.guided.entries import Known, Progress
from tracker.guided.mention_form import MentionForm
from tracker.guided.sessions import Session
from tracker.text import articles

TEXT = (
    "The Defence Secretary told MPs on Tuesday that 140 Royal Engineers had begun arriving in Latvia, and that HMS"
    " Diamond would sail for the Baltic next week."
)
ENGINEERS = {"measure": "royal-engineers-latvia", "title": "Royal Engineers to Latvia", "kind": "deployment"}
TENTS = {"measure": "tents-for-lviv", "title": "Tents for Lviv", "kind": "humanitarian"}
SAID = {
    "measure": "royal-engineers-latvia",
    "mention": "m0123456789",
    "source": "gazette",
    "published": "2022-03-01",
    "paragraph": 4,
    "status": "announced",
    "place": "estonia",
    "quote": "engineers would go",
}


def form(text: str = TEXT, measures: Any = (ENGINEERS, TENTS), mentions: Any = ()) -> MentionForm:
    """The form of an article's only paragraph, beside what the record knows."""
    progress = Progress(articles.read(f"{text}\n".encode(), "x.txt"), Known(measures, mentions))
    progress.source, progress.spoken = "baltic", "2022-03-09"
    return MentionForm(progress, 1)


def typed(one: MentionForm, *lines: str) -> MentionForm:
    """The form after lines that it takes."""
    for line in lines:
        reply = one.read(line, "", False)
        assert not reply.faults, reply.faults
        assert reply.answer
        one.progress.apply(reply.answer)
        one = MentionForm(one.progress, 1)
    return one


def before_the_first_mention(address: Address) -> Session:
    """A reading whose first mention is put together and not saved."""
    session = begun(address)
    for line in [*HEADER, *HEADLINE, *LORRIES[:2]]:
        session.reply(line)
    return session


def test_one_empty_line_takes_all_that_the_paragraph_supports() -> None:
    """Quote, measure, stage, amount and place stand in the form with the words they come from, and Enter takes them."""
    one = form()
    told = {line.name: line for line in one.screen().lines}
    assert "the one match" in told["measure"].origin
    reply = one.read("", "", False)
    assert reply.answer
    values = reply.answer["values"]
    assert values["quote"] == "140 Royal Engineers had begun arriving in Latvia"
    assert (values["status"], values["amount"], values["unit"], values["place"]) == (
        "under_way",
        140,
        "engineers",
        "latvia",
    )


def test_a_blank_that_is_needed_is_gone_to() -> None:
    """Without a measure an empty line saves nothing and leads to the measure; its value alone answers."""
    one = form(measures=(TENTS,))
    assert one.blanks == ["measure"]
    assert one.read("", "", False) == one.read("", "measure", False)
    assert one.read("", "", False).asks == "measure"
    assert typed(one, "tents-for-lviv").measure == "tents-for-lviv"


def test_what_was_said_before_is_shown_and_not_taken() -> None:
    """A value of an earlier mention is shown with where it was said, and saved only where it is asked for."""
    text = "The UK's Royal Engineers for Latvia were the talk of the town, and the regiment was proud."
    one = form(text, mentions=(SAID,))
    assert "status" in one.blanks
    [line] = [line for line in one.screen().lines if line.name == "status"]
    assert "announced as last said in m0123456789" in line.origin
    assert "not taken" in line.origin
    taken = typed(one, "q Royal Engineers for Latvia; s.")
    assert taken.values["status"] == "announced"
    with pytest.raises(BadAnswer, match="nothing is offered"):
        raise one.read("a.", "", False).faults[0]


def test_several_edits_on_one_line() -> None:
    """Letters, names and numbers stand on one line: the quote, the stage, the place, a step still to come."""
    one = typed(form(), "2; m tents; sa; p Estonia, Latvia; due next week; unsure; d -")
    assert "HMS Diamond" in one.quote
    assert one.measure == "tents-for-lviv"
    assert (one.values["status"], one.values["place"], one.values["unsure"]) == ("announced", "estonia;latvia", True)
    assert one.values["due"] == "2022-03-14/2022-03-20"
    assert "date" not in one.values


def test_a_stage_without_its_letter_and_choices_with_theirs() -> None:
    """A stage in the words it is shown with needs no letter, and a number means its choice behind a letter too."""
    assert typed(form(), "pledged").values["status"] == "announced"
    assert "HMS Diamond" in typed(form(), "q 2").quote
    elsewhere = form(measures=({**ENGINEERS, "title": "Royal Engineers to Poland"},))
    assert (elsewhere.measure, typed(elsewhere, "m 3").measure) == ("", "royal-engineers-latvia")


def test_a_new_measure_on_the_same_screen() -> None:
    """A title makes a measure whose kind, form and key are guessed, and each can be said."""
    one = typed(form(), "n Engineers for the Baltic; key engineers-baltic; form land; target nato_allies")
    assert one.new == {
        "key": "engineers-baltic",
        "title": "Engineers for the Baltic",
        "kind": "deployment",
        "form": "land",
        "target": "nato_allies",
    }
    reply = one.read("", "", False)
    assert reply.answer
    assert reply.answer["measure"]["key"] == reply.answer["values"]["measure"] == "engineers-baltic"
    [bad] = one.read("key tents-for-lviv", "", False).faults
    assert "already" in bad.message
    [bad] = form().read("kind deployment", "", False).faults
    assert "a field of a new measure" in bad.message


def test_good_edits_stay_beside_bad_ones() -> None:
    """Of a line with a bad field the others are kept, and every bad one is told."""
    one = form()
    reply = one.read("w Liz Truss; target = russian_banks; due= in days; p Atlantis", "", False)
    assert [fault.message.split(":")[0] for fault in reply.faults] == [
        "cannot read 'in days' as a date",
        "unknown place 'Atlantis'",
    ]
    assert reply.answer
    one.progress.apply(reply.answer)
    kept = MentionForm(one.progress, 1).values
    assert (kept["speaker"], kept["attribution"], kept["target"]) == ("Liz Truss", "named_person", "russian_banks")


REFUSED = [
    "9",
    "n",
    "q no such words",
    "q The Defence … nowhere",
    "m no-such-measure",
    "foo = bar",
    "d next week",
    "a lots",
    "- x",
    "context_paragraph = 99",
    'save {"measure": "x"}',
    '{"answer": "end"}',
]


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused(line: str) -> None:
    """What leads nowhere, is not in the paragraph, or is how answers are kept, is refused and changes nothing."""
    reply = form().read(line, "", False)
    assert reply.answer is None
    assert reply.faults
    assert all(isinstance(fault, TrackerError) and fault.message for fault in reply.faults)


def test_the_next_quote_is_preselected() -> None:
    """After a mention of one measure the next words worth a screen are taken for the next, until none are left."""
    other = {"measure": "hms-diamond", "title": "HMS Diamond to the Baltic", "kind": "deployment"}
    one = form(measures=(ENGINEERS, other))
    reply = one.read("", "", False)
    assert reply.answer
    assert reply.answer["stays"] is True
    one.progress.apply(reply.answer)
    following = MentionForm(one.progress, 1)
    assert ("HMS Diamond" in following.quote, following.measure) == (True, "hms-diamond")
    reply = following.read("su", "", False)
    assert reply.answer
    one.progress.apply(reply.answer)
    last = MentionForm(one.progress, 1).read("", "", False)
    assert last.answer
    assert last.answer["stays"] is False


def test_several_measures_from_one_line(shipped: Address) -> None:
    """A plus sign saves, and what follows it speaks of another measure of the paragraph."""
    session = begun(shipped)
    for line in [*HEADER, *HEADLINE]:
        session.reply(line)
    first, second = (
        "m further-military-support; sa; d -",
        "q sent to Ukraine next week; m protective-equipment; sa; d -",
    )
    session.reply(f"{first} + {second}")
    session.reply("")
    found = [(row["measure"], row["paragraph"]) for row in contents(shipped)["mentions"]]
    assert sorted(found) == [("further-military-support", 4), ("protective-equipment", 4)]


def test_the_context_is_held_against_its_paragraph(shipped: Address) -> None:
    """Words of another paragraph are held against it as a quote is: straight marks for curly ones, never fuzzily."""
    session = before_the_first_mention(shipped)
    for line, complaint in {
        "context_paragraph = 5; context_quote = we never said this": "not in the paragraph",
        "context_paragraph = 99": "no paragraph 99",
    }.items():
        with pytest.raises(BadAnswer, match=complaint):
            session.reply(line)
    session.reply("context_paragraph = 5; context_quote = We're also … trainers")
    session.reply("")
    [lorries] = [row for row in contents(shipped)["mentions"] if row["measure"] == "armoured-lorries-ukraine"]
    assert lorries["context_quote"] == "We're also looking at whether up to 30 more trainers"


def test_nothing_here_is_never_furniture() -> None:
    """A paragraph that is likely to mention a measure is judged furniture only by name."""
    one = form("UK troops to be sent to Latvia: more below")
    reply = one.read("-", "", False)
    assert reply.answer
    assert reply.answer["verdicts"][0][1] != ["furniture"]
    assert one.read("-f r", "", False) == one.read("- f r", "", False)
    reply = one.read("- f r", "", False)
    assert reply.answer
    assert reply.answer["verdicts"] == [[1, ["furniture", "rhetoric"]]]


def test_help_is_about_what_is_asked() -> None:
    """A question mark explains a choice, the stages, the words of a field, or all that can be typed."""
    one = form(mentions=(SAID,))
    assert one.explain("1") == ["“140 Royal Engineers had begun arriving in Latvia”"]
    assert any("steps are being taken" in line for line in one.explain("s"))
    assert any("estonia" in line for line in one.explain("p"))
    assert any(line.startswith("3 Royal Engineers to Latvia") for line in one.explain("m"))
    assert any("engineers would go" in line for line in one.explain("royal-engineers-latvia"))
    assert any("saves A" in line for line in one.explain(""))


def test_words_that_a_key_completes() -> None:
    """After a field its codes are offered, after the measure keys, elsewhere keys and names of fields."""
    one = form()
    assert "estonia" in one.words("m tents; p ")
    assert "under_way" in one.words("status = ")
    assert one.words("sa; m ") == ["royal-engineers-latvia", "tents-for-lviv"]
    assert {"tents-for-lviv", "condition", "kind"} <= set(one.words(""))


def test_a_measure_of_this_article_is_offered_first(shipped: Address) -> None:
    """A measure that the article speaks of already stands before those that only look alike."""
    session = begun(shipped)
    for line in ANSWERS[: len([*HEADER, *HEADLINE, *LORRIES])]:
        session.reply(line)
    session = sessions.resume(shipped, "the tests")
    one = session.form
    assert isinstance(one, MentionForm)
    keys = one.after({"quote": "We're also looking at whether up to 30 more trainers could go"}).offered.keys
    assert "armoured-lorries-ukraine" not in keys[1:]


def test_a_headline_is_told_to_be_one() -> None:
    """Where the first paragraph is likely and is the headline, the form says so: the text says it better."""
    assert any("headline" in told for told in form("Britain to send more troops to Latvia").screen().remarks)
    assert not any("headline" in told for told in form().screen().remarks)


def test_a_word_that_names_nothing_is_answered_briefly() -> None:
    """Where nothing is near, the ways to go on are told, and not every key of the record."""
    fault = form("The tents stood in Lviv.").read("zebra", "measure", False).faults[0]
    assert "n TITLE" in fault.hint
    assert "royal-engineers-latvia" not in fault.hint
