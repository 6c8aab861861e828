"""Six invented articles in six house styles, each with five mentions, and what a person types to record them.

Nothing in them happened and nobody said any of it. What is typed stands by its paragraph, and a mention is what careful
reading finds: paragraph, stage, amount and place.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from tracker.guided.closing_forms import VerdictsForm
from tracker.guided.dialogue import Form
from tracker.guided.header_form import HeaderForm
from tracker.guided.mention_form import MentionForm

Mention = tuple[int, str, float | None, str]


class Style(NamedTuple):
    """An article, the lines that give its particulars and its mentions, and the mentions that come of them."""

    text: str
    header: tuple[str, ...]
    typed: Mapping[int, tuple[str, ...]]
    mentions: tuple[Mention, ...]

    def next_line(self, form: Form, given: Counter[int]) -> str:
        """What is typed at a form, after so many lines at each paragraph: no measure where none is known of."""
        if isinstance(form, HeaderForm):
            lines, place = self.header, 0
        elif isinstance(form, MentionForm):
            lines, place = self.typed.get(form.number, ()), form.number
        else:
            blanks = form.blanks if isinstance(form, VerdictsForm) else []
            return f"{blanks[0]} f" if blanks else ""
        given[place] += 1
        return lines[given[place] - 1] if given[place] <= len(lines) else "-"


BROADCASTER = Style(
    """UK to double its force in Estonia, says defence secretary

By Ada Perrin

Published 14 February 2022

Britain will send a further 900 troops to Estonia next week, Ben Wallace has said.

About 350 Royal Marines have started to arrive in Poland, where they join 100 Royal Engineers.

The German chancellor is due in Moscow on Tuesday for talks.

The foreign secretary said the UK had imposed new sanctions on Russian oligarchs that morning.

Downing Street did not rule out sending more anti-tank missiles to Ukraine.

Image caption: a lorry near Tapa
""",
    ("",),
    {
        4: ("2", ""),
        5: ("", "si", ""),
        7: ("",),
        8: ("n More anti-tank missiles", ""),
    },
    (
        (4, "announced", 900, "estonia"),
        (5, "under_way", 350, "poland"),
        (5, "in_effect", 100, "poland"),
        (7, "in_effect", None, ""),
        (8, "considered", None, "ukraine"),
    ),
)
AGENCY = Style(
    """UPDATE 1-UK pledges generators, freezes assets of four banks

(Adds minister's comments, background)

LONDON, March 8 2022 (Meridian) - Britain will give Ukraine 500 generators, Boris Johnson said on Tuesday.

An asset freeze was imposed on four Russian banks, the Foreign Office said.

The Ministry of Defence is considering sending 30 more military trainers to Ukraine.

European Union leaders meet in Versailles on Thursday.

Britain has opened a visa scheme for families of Ukrainians, Home Secretary Priti Patel told parliament.

The government ruled out a no-fly zone over Ukraine.

(Reporting by Anil Desborough)
""",
    ("d 8 Mar 2022", ""),
    {
        3: ("n Generators for Ukraine; p Ukraine", ""),
        4: ("n Asset freeze on Russian banks", ""),
        5: ("n More trainers for Ukraine", ""),
        7: ("n Visas for families", ""),
        8: ("n No-fly zone; k dep; p Ukraine", ""),
    },
    (
        (3, "announced", 500, "ukraine"),
        (4, "in_effect", 4, ""),
        (5, "considered", 30, "ukraine"),
        (7, "in_effect", None, ""),
        (8, "ruled_out", None, "ukraine"),
    ),
)
TABLOID = Style(
    """YACHT A SURPRISE: Cops swoop on £40m floating palace

By DANNY FAIRWEATHER, Whitehall Editor

17 Mar 2022

A CRONY of Vladimir Putin was left high and dry after Britain seized his £40million superyacht.

Furious ministers will also ban exports of luxury goods to Russia.

Defence Secretary Ben Wallace said 2,000 anti-tank missiles had been delivered to Ukraine.

Locals said they had never seen so many bobbies on the marina.

HMS Defender could be sent to the Black Sea, a Navy source said.

Home Office officials tore up the golden visas of ten oligarchs on Tuesday.

Do YOU know an oligarch? Call our newsdesk
""",
    ("",),
    {
        4: ("n Seizure of a superyacht", ""),
        5: ("n Luxury export ban; k sanctions; p Russia", ""),
        6: ("",),
        8: ("n HMS Defender", ""),
        9: ("n Golden visas revoked; si", ""),
    },
    (
        (4, "in_effect", 40000000, ""),
        (5, "announced", None, "russia"),
        (6, "completed", 2000, "ukraine"),
        (8, "considered", None, "black_sea"),
        (9, "in_effect", 10, ""),
    ),
)
BROADSHEET = Style(
    """Troops put on standby as London weighs help for Kyiv

Eleanor Marchbanks, Defence Editor

Saturday January 29 2022

A thousand British troops have been put on standby to respond to a humanitarian crisis in eastern Europe.

Ministers are weighing the dispatch of a destroyer to the eastern Mediterranean, two officials said.

The prime minister said that legislation to widen the sanctions regime would be laid before Parliament on Monday.

In Paris, diplomats from four countries sat for eight hours and agreed to sit again.

Thirty trainers from the Ranger Regiment are teaching Ukrainian soldiers to use the missiles.

Mr Wallace told MPs that Britain would not deploy combat troops in Ukraine.

Dr Ina Halloran is a fellow of a college.
""",
    ("",),
    {
        4: ("",),
        5: ("n Destroyer to Mediterranean", ""),
        6: ("d -; due Monday", ""),
        8: ("n Training by Rangers", ""),
        9: ("n Combat troops in Ukraine", ""),
    },
    (
        (4, "in_effect", 1000, "eastern_europe"),
        (5, "considered", 1, "eastern_mediterranean"),
        (6, "announced", None, ""),
        (8, "under_way", 30, ""),
        (9, "ruled_out", None, "ukraine"),
    ),
)
LOCAL = Style(
    """'We just want to help': county opens its doors to families who fled

By Josie Penhallow, Local Democracy Reporter

10th March 2022, 3 Comments

More than 200 families in the county have offered rooms to people who fled the war.

The government will pay hosts £350 a month under its Homes for Ukraine scheme, the housing secretary said.

Home Office staff have issued 500 visas to Ukrainians so far.

Royal Engineers from Tidworth were sent to Poland in December.

The bake sale at St Mary's raised £412.

A field hospital given by the Department of Health is on its way to Lviv.

Ministers could also waive fees for biometric permits, the county's MP said.

Share on Facebook
""",
    ("",),
    {
        5: ("n Homes for Ukraine; k refuge; p -", ""),
        6: ("n Visas for Ukrainians", ""),
        7: ("",),
        9: ("n Field hospital; k hum; su; p Ukraine", ""),
        10: ("n Fee waiver; k refuge", ""),
    },
    (
        (5, "announced", None, ""),
        (6, "in_effect", 500, ""),
        (7, "in_effect", None, "poland"),
        (9, "under_way", None, "ukraine"),
        (10, "considered", None, ""),
    ),
)
MAGAZINE = Style(
    """The price of a frozen fortune

Deciding what to do with it is proving harder than finding it

Mar 12th 2022 | LONDON

Britain has frozen the assets of 18 oligarchs since the war began, the Treasury says.

A bill on economic crime is going through Parliament, and may be law within days.

Ministers are also considering whether seized houses could shelter refugees.

Elsewhere the mood is darker; Swiss bankers shrug.

The Royal Navy has sent HMS Trent to the eastern Mediterranean.

In Kyiv's depots lie 3,600 anti-tank weapons that Britain has supplied.

Read more from our correspondents
""",
    ("",),
    {
        4: ("n Asset freezes; k sanctions", ""),
        5: ("3", ""),
        6: ("n Houses for refugees; k refuge", ""),
        8: ("",),
        9: ("3; sd; p.", ""),
    },
    (
        (4, "in_effect", 18, ""),
        (5, "under_way", None, ""),
        (6, "considered", None, ""),
        (8, "in_effect", None, "eastern_mediterranean"),
        (9, "completed", 3600, "ukraine"),
    ),
)
STYLES = {
    "broadcaster": BROADCASTER,
    "agency": AGENCY,
    "tabloid": TABLOID,
    "broadsheet": BROADSHEET,
    "local": LOCAL,
    "magazine": MAGAZINE,
}
