"""Amounts that stand in running text: found as they stand where they are understood whole, else no guess."""

import pytest

from tracker.text import amount_phrases
from tracker.text.amount_phrases import amount_in

IN_TEXT = """
He said some 350 Royal Marines from 45 Commando would go | some 350 Royal Marines
sent more RAF jets to the south | more RAF jets
A Type 45 destroyer will sail | A Type 45 destroyer
a new package of economic sanctions | -
37 allies joined | -
they will send two aircraft carriers | two aircraft carriers
they will send two battalions of troops | -
two squadrons of jets left | -
two battalions of 600 troops | -
a battalion of 600 troops left | a battalion of 600 troops
three rocket launchers and a lorry | three rocket launchers
100,000+ troops at the border | 100,000+ troops
20 fewer troops than last year | -
20 troops fewer | -
155mm howitzers will follow | -
twenty 155mm howitzers will follow | twenty 155mm howitzers
two thirds of troops came home | -
two-thirds of 1,000 troops came home | -
between 5 and 10 jets took off | between 5 and 10 jets
three to five hundred troops | -
one in five ships | -
two out of three ships | -
one of two destroyers | -
five or six jets | -
20 tanks or 30 | -
350 marines and 100 engineers | 350 marines
by 9 February troops had gone | -
on February 9 troops moved | -
In 2022 troops were moved | -
in 2000 troops moved | -
In 2022, 350 marines went | 350 marines
at 10.30 troops moved | -
30 countries sending weapons | -
he met two ministers, officials said | -
two said soldiers were hurt | -
the Leopard 2 tanks | -
Bulldog 2 vehicles were seen | -
gave Ukraine 20 tanks | 20 tanks
not 20 tanks but lorries | -
several hundred troops | -
hundreds of troops | hundreds of troops
anger over two ships | -
crude at 20 dollars a barrel | -
it sent ± 5 ships | -
20—30 ships | -
€3.5 trillion, or so | €3.5 trillion, or so
the first of two frigates | -
one of the Navy's six destroyers | -
the Navy's six destroyers | six destroyers
a list of 100 individuals and entities | -
100 individuals and their yachts | 100 individuals
Since 2016 at least £1.5bn has gone | at least £1.5bn
since 2016 20 ships | -
£12, plus a badge | £12
£6million of its profits | £6million
20 retired NHS ambulances, two of them small | 20 retired NHS ambulances
locked out of a £48m house | £48m
a baker's dozen of ships | -
over 200 ships | over 200 ships
20 tanks a month | -
20 tanks to Kyiv every month | -
HK$20m of loans | -
a loan of £20m | £20m
a £20m loan | £20m
doubled its force to 1,150 troops | 1,150 troops
doubling the number of troops | doubling
more than doubled | -
twice a week officials met | -
a double agent | -
a rocket attack | -
two tank crews | -
16,000 foreign fighters | -
two companies of marines | -
£2m a day | -
at  least 20 ships | at  least 20 ships
20 jets, at least | 20 jets, at least
20 troops more than before | -
20 per cent of tanks | -
a second destroyer sailed | -
-5 troops | -
"""


@pytest.mark.parametrize(("text", "words"), [row.split(" | ") for row in IN_TEXT.strip().splitlines()])
def test_amounts_found_in_a_text(text: str, words: str) -> None:
    """The words that give an amount are found as they stand; what is not understood whole is no guess."""
    assert amount_in(text) == words.replace("-", "", 1 if words == "-" else 0)


def test_no_further_off_than_it_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    """Around each number of a long text a bounded stretch is looked at, and never all that stands before it."""

    class Seen:
        longest = 0

        def search(self, letters: str) -> None:
            Seen.longest = max(Seen.longest, len(letters))

    monkeypatch.setattr(amount_phrases, "_TORN_BEFORE", Seen())
    assert amount_in("a 1 " * 1_000) == ""
    assert 0 < Seen.longest <= amount_phrases._NEAR
