"""The whole schema: anchors, versions, revisions and editions.

Closed lists are spelt out here, not taken from the program: a migration must do tomorrow what it does today.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.REAL().with_variant(DOUBLE_PRECISION(), "postgresql")

ATTRIBUTIONS = "named_person named_body unnamed_officials reports own_voice"
BASES = "total additional"
DATE_BASES = "stated relative publication inferred"
FORMS = "asset_freeze travel_ban trade finance transport unspecified primary secondary land sea air"
KINDS = (
    "sanctions legislation asset_recovery justice deployment readiness materiel training humanitarian refuge diplomatic"
)
PLACES = (
    "united_kingdom ukraine russia belarus europe eastern_europe baltic_states estonia latvia lithuania poland slovakia"
    " hungary romania bulgaria moldova southern_europe eastern_mediterranean black_sea baltic_sea international"
)
QUALIFIERS = "exact about at_least up_to more_than fewer_than multiple not_stated"
RELATIONS = "part_of follows implements supersedes may_be_same_as"
STATUSES = "ruled_out considered proposed announced under_way in_effect completed ended"
STRENGTHS = "direct indirect background"
TARGETS = (
    "russia vladimir_putin russian_oligarchs russian_individuals russian_companies russian_banks russian_forces"
    " proceeds_of_crime belarus ukraine nato_allies refugees"
)
UNITS = (
    "troops marines engineers trainers missiles weapons vehicles aircraft ships items tonnes individuals entities"
    " diplomats visas times gbp usd eur"
)
VERDICTS = "diplomacy other_actor rhetoric context furniture"

LIVE = sa.text("ended_in = 2147483647")
ENDED = sa.text("ended_in < 2147483647")


def words(name: str, required: bool = False) -> sa.Column:
    return sa.Column(name, WORDS, nullable=not required)


def many_words(names: str) -> list[sa.Column]:
    return [words(name.rstrip("!"), name.endswith("!")) for name in names.split()]


def whole(name: str, required: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=not required)


def to(table: str, name: str, required: bool = True) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return whole(name, required), sa.ForeignKeyConstraint([name], [f"{table}.id"])


def check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=name)


def literal(terms: Iterable[str]) -> str:
    return ", ".join(f"'{term}'" for term in terms)


def one_of(column: str, terms: str) -> sa.CheckConstraint:
    return check(column, f"{column} IN ({literal(terms.split())})")


def some_of(column: str, terms: str) -> sa.CheckConstraint:
    rest = f"';' || {column} || ';'"
    for term in terms.split():
        rest = f"replace({rest}, ';{term};', ';')"
    return check(column, f"{column} IN ({literal(terms.split())}) OR {rest} = ';'")


def days(names: str) -> list[sa.CheckConstraint]:
    return [check(name, f"{name} LIKE '____-__-__'") for name in names.split()]


def made_in(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["revision.number"], deferrable=True, initially="DEFERRED")


def anchored(noun: str, *items: sa.schema.SchemaItem) -> None:
    op.create_table(
        noun,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        words("key", True),
        sa.UniqueConstraint("key"),
        *items,
        sqlite_strict=True,
    )


def versioned(noun: str, *items: sa.schema.SchemaItem) -> None:
    table = f"{noun}_version"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        whole("ended_in"),
        whole("made_in"),
        made_in("made_in"),
        words("edition"),
        sa.ForeignKeyConstraint(["edition"], ["edition.name"]),
        *to(noun, f"{noun}_id"),
        *items,
        check("span", "ended_in > made_in"),
        sqlite_strict=True,
    )
    where = {"sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index(f"uq_{table}_live", table, [f"{noun}_id"], unique=True, **where)
    op.create_index(op.f(f"ix_{table}_made_in"), table, ["made_in"])
    op.create_index(f"ix_{table}_ended_in", table, ["ended_in"], sqlite_where=ENDED, postgresql_where=ENDED)


def upgrade() -> None:
    bookkeeping()
    sources()
    measures()
    mentions()


def bookkeeping() -> None:
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *many_words("recorded_at! author! why! previous! content! digest!"),
        whole("undoes", required=False),
        sa.UniqueConstraint("previous"),
        sa.UniqueConstraint("digest"),
        check("number", "number > 0"),
        check("accountable", "author <> '' AND why <> ''"),
        sqlite_strict=True,
    )
    op.create_table(
        "revision_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        whole("number"),
        words("digest", True),
        check("one_row", "id = 1"),
        sqlite_strict=True,
    )
    # Every writer locks this row; the first revision chains to a digest of zeros.
    op.execute(f"INSERT INTO revision_head (id, number, digest) VALUES (1, 0, '{'0' * 64}')")
    op.create_table(
        "edition",
        sa.Column("name", WORDS, primary_key=True),
        words("digest", True),
        whole("loaded_in"),
        made_in("loaded_in"),
        sqlite_strict=True,
    )


def sources() -> None:
    anchored("source")
    versioned(
        "source",
        *many_words("publisher! title! author published! published_earliest! published_latest! published_basis!"),
        *many_words("updated retrieved url language origin seed text_sha256 note"),
        one_of("published_basis", DATE_BASES),
        *days("published published_earliest published_latest updated retrieved"),
        check("published_range", "published_earliest <= published AND published <= published_latest"),
    )
    anchored(
        "paragraph",
        *to("source", "source_id"),
        whole("number"),
        sa.UniqueConstraint("source_id", "number"),
        check("number", "number > 0"),
    )
    versioned(
        "paragraph",
        words("sha256"),
        whole("words", required=False),
        *many_words("verdict also note"),
        one_of("verdict", VERDICTS),
        some_of("also", VERDICTS),
        check("sha256", "length(sha256) = 64"),
        check("words", "words > 0"),
    )


def measures() -> None:
    anchored("measure")
    versioned(
        "measure",
        *many_words("title! kind! form target components summary"),
        *to("measure", "merged_into_id", required=False),
        one_of("kind", KINDS),
        one_of("form", FORMS),
        some_of("target", TARGETS),
        check("merged_into_another", "merged_into_id <> measure_id"),
    )
    anchored("link")
    versioned(
        "link",
        *to("measure", "measure_id"),
        words("relation", True),
        *to("measure", "other_id"),
        one_of("relation", RELATIONS),
        check("to_another", "measure_id <> other_id"),
    )
    anchored("event")
    versioned(
        "event",
        *many_words("title! met_on"),
        *to("paragraph", "paragraph_id", required=False),
        words("quote"),
        check("evidence", "(paragraph_id IS NULL) = (quote IS NULL)"),
        check("met_with_evidence", "met_on IS NULL OR quote IS NOT NULL"),
    )


def mentions() -> None:
    anchored("mention")
    versioned(
        "mention",
        *to("measure", "measure_id"),
        *to("paragraph", "paragraph_id"),
        words("quote", True),
        *to("paragraph", "context_paragraph_id", required=False),
        *many_words("context_quote status! strength! condition"),
        *to("event", "event_id", required=False),
        *many_words("date_edtf date_earliest date_latest date_basis due actor speaker attribution! target place"),
        *(sa.Column(name, NUMBER) for name in ("amount", "amount_low", "amount_high")),
        *many_words("unit qualifier basis recorded_as preferred_on deprecated"),
        whole("unsure"),
        *many_words("note spoken_on! counts_on!"),
        whole("standing"),
        words("precedence", True),
        one_of("status", STATUSES),
        one_of("strength", STRENGTHS),
        one_of("attribution", ATTRIBUTIONS),
        one_of("date_basis", DATE_BASES),
        one_of("unit", UNITS),
        one_of("qualifier", QUALIFIERS),
        one_of("basis", BASES),
        some_of("target", TARGETS),
        some_of("place", PLACES),
        *days("date_earliest date_latest preferred_on spoken_on counts_on"),
        check("quote", "quote <> ''"),
        check("context", "(context_paragraph_id IS NULL) = (context_quote IS NULL)"),
        check("amount", "amount >= 0 AND amount_low >= 0 AND amount_high >= 0"),
        check("amount_range", "amount_low <= amount_high"),
        check("unsure", "unsure IN (0, 1)"),
        check("standing", "standing IN (0, 1, 2)"),
    )
    op.create_index(op.f("ix_mention_version_paragraph_id"), "mention_version", ["paragraph_id"])
    order = [sa.text(name) for name in ("measure_id", "standing", "counts_on DESC", "precedence")]
    covered = ["spoken_on", "status", "made_in", "ended_in"]
    op.create_index("ix_mention_version_deciding", "mention_version", [*order, *covered])


def downgrade() -> None:
    for noun in ("mention", "event", "link", "measure", "paragraph", "source"):
        op.drop_table(f"{noun}_version")
    for noun in ("mention", "event", "link", "measure", "paragraph", "source"):
        op.drop_table(noun)
    for table in ("edition", "revision_head", "revision"):
        op.drop_table(table)
