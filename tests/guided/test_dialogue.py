"""Which form comes next in a guided reading, and how a line is parted."""

from tests.spring_article import ANSWERS, article
from tracker.guided.dialogue import Dialogue, lines_of
from tracker.guided.entries import Known


def test_the_forms_in_their_order() -> None:
    """First the article's particulars, then each likely paragraph, then all others at once, then the summary."""
    dialogue, names = Dialogue(article(), Known()), []
    for line in ANSWERS:
        assert dialogue.form
        names.append(dialogue.form.name)
        parts = lines_of(line) if dialogue.form.name == "mention" else [(line, False)]
        for part, more in parts:
            reply = dialogue.form.read(part, "", more)
            assert reply.answer, (line, reply)
            dialogue.take(reply.answer)
    assert dialogue.form is None
    assert list(dict.fromkeys(names)) == ["source", "mention", "verdicts", "summary"]


def test_a_line_at_its_plus_signs() -> None:
    """A plus sign between spaces, or at the end, saves what stands before it; in a word it does nothing."""
    assert lines_of("sa + 2; su") == [("sa", True), ("2; su", False)]
    assert lines_of("sa +") == [("sa", True)]
    assert lines_of("n 5G+fibre") == [("n 5G+fibre", False)]
    assert lines_of("") == [("", False)]
