"""The closed lists: every word the record may use, defined once; help, checks and codebook are made from here."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.errors.usage import UnknownCode


class Term(NamedTuple):
    """One word of a closed list: how it reads, and what it means."""

    label: str
    definition: str


class Vocabulary(dict[str, Term]):
    """A closed list, in its order of reading."""

    def __init__(self, name: str, terms: dict[str, Term]) -> None:
        super().__init__(terms)
        self.name = name

    def require(self, code: str) -> str:
        """The code that a word means, written as a code or as its label; raises UnknownCode where there is none."""
        word = code.strip().lower().replace(" ", "_").replace("-", "_")
        if word in self:
            return word
        for known, term in self.items():
            if term.label.lower() == code.strip().lower():
                return known
        raise UnknownCode(self.name, code, self)

    def label(self, code: str) -> str:
        """How a code reads; a code of another edition reads as itself."""
        return self[code].label if code in self else code

    def labels(self, codes: str | None) -> str:
        """How codes separated by semicolons read."""
        return ", ".join(self.label(code) for code in (codes or "").split(";") if code)


def _plain(name: str, **terms: str) -> Vocabulary:
    """A list whose labels are its codes with spaces for underscores."""
    return Vocabulary(name, {code: Term(code.replace("_", " "), text) for code, text in terms.items()})


KINDS = Vocabulary(
    "kind",
    {
        "sanctions": Term("Sanctions", "restrictions put on persons, companies, trade, finance or transport"),
        "legislation": Term("Legislation", "a law, a bill or regulations, as distinct from their use"),
        "asset_recovery": Term("Asset recovery", "finding, freezing for good and taking the proceeds of crime"),
        "justice": Term("Justice", "referrals, investigations and help to courts over crimes of war"),
        "deployment": Term("Deployment", "forces, ships or aircraft sent, to be sent, or refused, to a place"),
        "readiness": Term("Readiness", "forces held ready where they are"),
        "materiel": Term("Materiel", "weapons and equipment given, offered or refused"),
        "training": Term("Training", "training given to another state's forces"),
        "humanitarian": Term("Humanitarian", "relief to people in need"),
        "refuge": Term("Refuge", "visas and shelter for people who flee"),
        "diplomatic": Term("Diplomatic", "expulsions, embassies and relations; not trips or speeches"),
    },
)

FORMS = _plain(
    "form",
    asset_freeze="sanctions that freeze assets",
    travel_ban="sanctions that bar travel",
    trade="sanctions on goods and services",
    finance="sanctions on banking, lending and markets",
    transport="sanctions on ships, aircraft and their access",
    unspecified="sanctions whose form the sources do not state",
    primary="an Act, or a bill that would become one",
    secondary="regulations made under an Act",
    land="forces on land",
    sea="ships",
    air="aircraft",
)

FORMS_OF_KIND: dict[str, tuple[str, ...]] = {
    "sanctions": ("asset_freeze", "travel_ban", "trade", "finance", "transport", "unspecified"),
    "legislation": ("primary", "secondary"),
    "deployment": ("land", "sea", "air"),
}

STATUSES = _plain(
    "status",
    ruled_out="the UK says it will not do it; the refused act is recorded under its own kind",
    considered="talked about, not ruled out, could, prepared to; no offer made",
    proposed="offered or put forward; not yet committed",
    announced="a public commitment, nothing moved yet; a condition may hang on it",
    under_way="steps are being taken: a bill before Parliament, a package drafted, a force moving, kit being delivered",
    in_effect="it bites or stands: in force, imposed, on standby, the force in place",
    completed="an act that exhausts itself is done: all delivered, referral made, training given",
    ended="no longer so, with a reason: lifted, lapsed, repealed, stood down, returned, superseded",
)

# Stages that claim something has happened: it cannot lie after the day its source speaks.
PAST_STAGES = ("under_way", "in_effect", "completed", "ended")

# Read, not obeyed: regulations can be in force before Parliament approves them. A refusal and an end stand outside it.
STATUS_ORDER = {"considered": 1, "proposed": 2, "announced": 3, "under_way": 4, "in_effect": 5, "completed": 6}
# How far each stage goes when two are compared: a refusal is short of talk, an end is beyond completion.
ADVANCE = {"ruled_out": 0, **STATUS_ORDER, "ended": 7}
STATUS_LETTERS = dict(zip(STATUSES, "RCPAUIDE", strict=True))

_READS = ("ruled out", "under consideration", "proposed", "announced", "under way", "in effect", "completed", "ended")
_READS_BY_KIND: dict[str, dict[str, str]] = {
    "sanctions": {"announced": "announced", "under_way": "being prepared", "in_effect": "imposed", "ended": "lifted"},
    "legislation": {"announced": "promised", "under_way": "before Parliament", "in_effect": "in force"}
    | {"completed": "enacted", "ended": "repealed"},
    "asset_recovery": {"announced": "pledged", "under_way": "being prepared", "completed": "done"},
    "justice": {"announced": "pledged", "completed": "done"},
    "deployment": {"proposed": "offered", "announced": "pledged", "under_way": "arriving", "in_effect": "deployed"}
    | {"ended": "returned"},
    "readiness": {"announced": "announced", "under_way": "being readied", "in_effect": "on standby"}
    | {"ended": "stood down"},
    "materiel": {"proposed": "offered", "announced": "pledged", "under_way": "being delivered"}
    | {"in_effect": "in use", "completed": "delivered"},
    "training": {"proposed": "offered", "announced": "pledged", "completed": "done"},
    "humanitarian": {"proposed": "offered", "announced": "pledged", "under_way": "being delivered"}
    | {"completed": "delivered"},
    "refuge": {"announced": "pledged", "under_way": "being prepared", "in_effect": "open", "ended": "closed"},
    "diplomatic": {"in_effect": "in force", "completed": "done"},
}
STATUS_LABELS: dict[str, dict[str, str]] = {
    kind: dict(zip(STATUSES, _READS, strict=True)) | _READS_BY_KIND[kind] for kind in KINDS
}

STRENGTHS = _plain(
    "strength",
    direct="this paragraph alone names the measure and its stage",
    indirect="it takes another paragraph, a summary or a hedge to say so",
    background="it retells an earlier stage; it never decides while another mention exists",
)

ATTRIBUTIONS = _plain(
    "attribution",
    named_person="a named person says so",
    named_body="a named body says so",
    unnamed_officials="officials or others without a name say so",
    reports="the source passes on what is reported or said elsewhere",
    own_voice="the source says so itself",
)

DATE_BASES = _plain(
    "date_basis",
    stated="the text gives the date",
    relative="the text gives it in relation to another date: a weekday, earlier this week",
    publication="the day the source was published",
    inferred="worked out from what else is known, as the note tells",
    external="known from outside the text, as the note tells",
)

SOURCE_TYPES = _plain(
    "source_type",
    press="a newspaper, an agency or a news site",
    broadcast="radio or television",
    official_statement="a statement by a government or one of its bodies",
    parliament="proceedings or papers of Parliament",
    legislation="a law, regulations or an explanatory memorandum",
    court="a judgment or an order of a court",
    international_body="a document of an international organisation",
    reference="a list, register or work of reference",
)

EVIDENCE = _plain(
    "evidence",
    quoted="words of the source, verbatim",
    cited="a document's number and section, without words of it",
)

QUALIFIERS = _plain(
    "qualifier",
    exact="this number",
    about="about this number",
    at_least="this number or more",
    up_to="this number or fewer",
    more_than="more than this number",
    fewer_than="fewer than this number",
    multiple="times what there was before",
    not_stated="the text gives no number",
)

BASES = _plain(
    "basis",
    total="all there are",
    additional="on top of what was there",
)

UNITS = Vocabulary(
    "unit",
    {
        "troops": Term("troops", "soldiers of any arm"),
        "marines": Term("marines", "Royal Marines"),
        "engineers": Term("engineers", "military engineers"),
        "trainers": Term("trainers", "military instructors"),
        "missiles": Term("missiles", "missiles of any type"),
        "weapons": Term("weapons", "weapons other than missiles"),
        "vehicles": Term("vehicles", "military vehicles"),
        "aircraft": Term("aircraft", "aircraft of any type"),
        "ships": Term("ships", "warships and patrol vessels"),
        "items": Term("items", "pieces of equipment"),
        "tonnes": Term("tonnes", "metric tonnes"),
        "individuals": Term("individuals", "natural persons"),
        "entities": Term("entities", "companies, banks and other bodies"),
        "diplomats": Term("diplomats", "diplomatic staff"),
        "visas": Term("visas", "visas or permits"),
        "times": Term("times", "a multiple of what there was before"),
        "gbp": Term("pounds", "pounds sterling, in units of one"),
        "usd": Term("US dollars", "United States dollars, in units of one"),
        "eur": Term("euros", "euros, in units of one"),
    },
)

_ELSEWHERE = "the place of that name"
PLACES = Vocabulary(
    "place",
    {
        "united_kingdom": Term("United Kingdom", "home soil"),
        "ukraine": Term("Ukraine", _ELSEWHERE),
        "russia": Term("Russia", _ELSEWHERE),
        "belarus": Term("Belarus", _ELSEWHERE),
        "europe": Term("Europe", "the continent, or a part not named"),
        "eastern_europe": Term("eastern Europe", "Nato's east, from the Baltic states to Romania and Bulgaria"),
        "baltic_states": Term("Baltic states", "Estonia, Latvia and Lithuania"),
        "estonia": Term("Estonia", _ELSEWHERE),
        "latvia": Term("Latvia", _ELSEWHERE),
        "lithuania": Term("Lithuania", _ELSEWHERE),
        "poland": Term("Poland", _ELSEWHERE),
        "slovakia": Term("Slovakia", _ELSEWHERE),
        "hungary": Term("Hungary", _ELSEWHERE),
        "romania": Term("Romania", _ELSEWHERE),
        "bulgaria": Term("Bulgaria", _ELSEWHERE),
        "moldova": Term("Moldova", _ELSEWHERE),
        "southern_europe": Term("southern Europe", "Europe's south, Cyprus included"),
        "eastern_mediterranean": Term("eastern Mediterranean", "the sea and its shores"),
        "black_sea": Term("Black Sea", "the sea and its shores"),
        "baltic_sea": Term("Baltic Sea", "the sea and its shores"),
        "international": Term("international", "an international body or no one place"),
    },
)

# The smallest named place around a place; two places disagree only where neither lies in the other.
PLACE_WITHIN: dict[str, str] = {
    **dict.fromkeys(("estonia", "latvia", "lithuania"), "baltic_states"),
    **dict.fromkeys(("baltic_states", "poland", "slovakia", "hungary", "romania", "bulgaria"), "eastern_europe"),
    **dict.fromkeys(("ukraine", "belarus", "moldova"), "eastern_europe"),
    "eastern_mediterranean": "southern_europe",
    **dict.fromkeys(("eastern_europe", "southern_europe", "united_kingdom"), "europe"),
}

TARGETS = Vocabulary(
    "target",
    {
        "russia": Term("Russia", "the Russian state, or Russia as a whole"),
        "vladimir_putin": Term("Vladimir Putin", "the president of Russia in person"),
        "russian_oligarchs": Term("Russian oligarchs", "wealthy Russians said to be near the Kremlin"),
        "russian_individuals": Term("Russian individuals", "Russian persons in general"),
        "russian_companies": Term("Russian companies", "companies and other bodies, banks apart"),
        "russian_banks": Term("Russian banks", "banks and finance"),
        "russian_forces": Term("Russian forces", "the armed forces of Russia and those who lead them"),
        "proceeds_of_crime": Term("proceeds of crime", "money and goods gained by crime, whoever holds them"),
        "belarus": Term("Belarus", "the Belarusian state and those who serve it"),
        "ukraine": Term("Ukraine", "Ukraine and its forces"),
        "nato_allies": Term("Nato allies", "member states of Nato"),
        "refugees": Term("refugees", "people who flee the war"),
    },
)

VERDICTS = _plain(
    "verdict",
    records="it has live mentions (derived; the verdict typed by a reader is kept beneath)",
    diplomacy="trips, talks and calls to negotiate",
    other_actor="another state, body, company or politician acts",
    rhetoric="warnings, judgements and principles without an act",
    context="the situation, its causes and its numbers",
    furniture="navigation, bylines and unrelated headlines; an article's own headlines are not furniture",
)

RELATIONS = _plain(
    "relation",
    part_of="a part, or a provision, of the other",
    follows="comes after the other and depends on it: the use of a force that stands ready",
    implements="puts the other, a law, into use",
    supersedes="takes the other's place",
    may_be_same_as="a careful reader cannot tell whether the two are one",
)

RULES = Vocabulary(
    "rule",
    {
        "only": Term("the only mention", "no other mention competes"),
        "standing": Term("not in the background", "a mention that retells an earlier stage gives way to any other"),
        "preferred": Term("preferred by a curator", "it counts from the day a curator preferred it"),
        "latest": Term("the latest", "its source speaks on a later day"),
        "direct": Term("more direct", "same day: direct before indirect before background"),
        "attributed": Term("attributed", "same day, as direct: a claim with a speaker before the paper's own voice"),
        "less_advanced": Term("less advanced", "same day, as direct, alike in voice: nothing is upgraded on a tie"),
        "key": Term(
            "first by key", "alike in all the rules ask: the mention's key decides, so that the answer is stable"
        ),
        "deprecated": Term("deprecated", "a curator has set it aside"),
    },
)

LISTS: tuple[Vocabulary, ...] = (
    *(KINDS, FORMS, STATUSES, STRENGTHS, ATTRIBUTIONS, DATE_BASES, SOURCE_TYPES, EVIDENCE, QUALIFIERS, BASES),
    *(UNITS, PLACES, TARGETS, VERDICTS, RELATIONS, RULES),
)


def status_label(kind: str, status: str) -> str:
    """How a status reads for a measure of this kind."""
    return STATUS_LABELS[kind][status] if kind in STATUS_LABELS else STATUSES.label(status)


def require_status(word: str) -> str:
    """The status that a word means: its code, or how it reads for any kind; raises UnknownCode where there is none."""
    for labels in STATUS_LABELS.values():
        for status, label in labels.items():
            if word.strip().lower() == label.lower():
                return status
    return STATUSES.require(word)


def codes() -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of `codes.csv`: list, code, order, label, definition; the status labels of each kind among them."""
    for vocabulary in LISTS:
        for position, (code, term) in enumerate(vocabulary.items(), 1):
            order = str(STATUS_ORDER.get(code, "")) if vocabulary is STATUSES else str(position)
            yield vocabulary.name, code, order, term.label, term.definition
    for kind, labels in STATUS_LABELS.items():
        for status, label in labels.items():
            order = str(STATUS_ORDER.get(status, ""))
            yield "status_label", f"{kind}.{status}", order, label, f"how {status} reads for {kind}"


def place_lies_in(place: str, other: str) -> bool:
    """Whether a place is the other or lies within it."""
    current: str | None = place
    while current:
        if current == other:
            return True
        current = PLACE_WITHIN.get(current)
    return False
