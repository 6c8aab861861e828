"""Guesses for a mention: the paragraph's words first, and each with where it comes from."""

from tracker.text.mention_guesses import Guess, last_said, mention_guesses, remarks

MARINES = {"kind": "deployment", "target": "nato_allies"}


def test_the_words_of_the_paragraph_beat_what_was_said_before() -> None:
    """A value of an earlier mention is offered only where the paragraph is silent, with the mention and its day."""
    last = {"mention": "m0123456789", "published": "2022-02-01", "status": "considered", "place": "poland"}
    text = "The marines will sail for Estonia, the minister said."
    found = mention_guesses("The marines will sail", [text], "2022-02-09", MARINES, last)
    assert found["status"][0] == "announced"
    assert found["status"].in_quote
    assert found["place"].value == "estonia"
    assert found["place"].origin.endswith(", outside the quote")
    found = mention_guesses("The marines", ["The marines of 45 Commando."], "2022-02-09", MARINES, last)
    assert found["status"] == Guess("considered", said="m0123456789, 2022-02-01")
    assert found["status"].origin == "as last said in m0123456789, 2022-02-01"
    assert not found["status"].is_supported


def test_what_a_later_article_says_is_not_carried_back() -> None:
    """The last word on a measure is that of the day on which a source speaks, or of the reading under way."""
    rows = [
        {"measure": "marines", "published": day, "mention": key}
        for day, key in (("2022-03-01", "m3"), ("2022-02-01", "m2"), ("2022-01-01", "m1"))
    ]
    said = last_said("marines", rows, "2022-02-09")
    assert said and said["mention"] == "m2"
    assert last_said("marines", rows, "2021-12-31") is None
    own = {"measure": "marines", "mention": "m4"}
    assert last_said("marines", [*rows, own], "2022-02-09") == own


def test_a_retold_stage_is_remarked_on() -> None:
    """Announced beside an attributed "was" or "had" is worth a second look; in the paper's own voice it is not."""
    assert remarks("announced", "Britain was sending trainers", "Britain was sending trainers, Ms Perrin said.")
    assert not remarks("announced", "Britain was sending trainers", "Britain was sending trainers.")


def test_a_day_outside_the_quote() -> None:
    """A day is looked for in the whole paragraph; the one on which somebody spoke dates a claim and no act."""
    said = "Ms Perrin told MPs yesterday that the ships would sail. The crews trained."
    found = mention_guesses("the ships would sail", [said], "2022-02-09", MARINES)
    assert (found["date"].value, found["date"].origin) == ("yesterday", "“yesterday”, outside the quote")
    assert not mention_guesses("The crews trained", [said], "2022-02-09", MARINES)["date"].value
    found = mention_guesses("we're debating it on Monday", ["“We're debating it on Monday.”"], "2022-02-09", MARINES)
    assert (found["date"].value, found["due"].value) == ("", "Monday")


def test_what_stands_needs_no_condition() -> None:
    """A condition is guessed for what may come, and not for what is there."""
    for quote, condition in (("will send ships", "if Russia invades"), ("has sent ships", "")):
        text = f"The UK {quote} if Russia invades, the ministry said."
        assert mention_guesses(quote, [text], "2022-02-09", MARINES)["condition"].value == condition


def test_reports_without_a_speaker() -> None:
    """What is said to be reported, by nobody who is named, is attributed to reports."""
    found = mention_guesses("ships may follow", ["It is reported that ships may follow."], "2022-02-09", MARINES)
    assert (found["attribution"].value, found["speaker"].value) == ("reports", "")


def test_a_hedge_is_indirect() -> None:
    """Words that only suggest are indirect, words that say it are direct, and so is what stands around the quote."""
    sentence = "The UK will send ships."
    assert mention_guesses("will send ships", [sentence], "2022-02-09", MARINES)["strength"].value == "direct"
    assert mention_guesses("ships", [sentence], "2022-02-09", MARINES)["strength"].value == "indirect"
    hedged = "He suggested the UK will send ships."
    assert (
        mention_guesses("suggested the UK will send", [hedged], "2022-02-09", MARINES)["strength"].value == "indirect"
    )


def test_a_word_is_in_the_quote_only_as_a_word() -> None:
    """A speaker named before the quote is outside it, though its letters stand there in another word."""
    found = mention_guesses(
        "what they need", ["Mr Raab spoke.", "He said he saw what they need."], "2022-02-09", MARINES
    )
    assert (found["speaker"].value, found["speaker"].in_quote) == ("Dominic Raab", False)


def test_a_question_is_no_act() -> None:
    """What somebody was asked gives neither stage nor condition; the answer to it gives the stage."""
    text = "Pressed by MPs on whether the UK would send ships, Ben Wallace said: “We will not send ships.”"
    for words in ("Pressed by MPs on whether", "Asked if", "Asked by reporters whether"):
        asked = text.replace("Pressed by MPs on whether", words)
        found = mention_guesses("the UK would send ships", [asked], "2022-02-09", MARINES)
        assert (found["status"].value, found["condition"].value) == ("", "")
        found = mention_guesses("We will not send ships", [asked], "2022-02-09", MARINES)
        assert (found["status"].value, found["speaker"].value) == ("ruled_out", "Ben Wallace")


def test_the_day_a_rumour_came_up_dates_no_act() -> None:
    """What emerged or was reported on a day was said on it, and the act has no day by that."""
    for said in ("it emerged last night", "it was reported on Monday"):
        found = mention_guesses("is drafting a ban", [f"The UK is drafting a ban, {said}."], "2022-03-01", MARINES)
        assert found["date"].value == ""


def test_a_timetable_lies_ahead() -> None:
    """A day after the present tense of a timetable is still to come."""
    found = mention_guesses("sails from Gibraltar", ["HMS Trent sails from Gibraltar on Thursday."], "2022-03-01", {})
    assert (found["due"].value, found["date"].value) == ("Thursday", "")
