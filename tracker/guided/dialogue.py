"""A guided reading as a pure conversation: the form that stands, and what a typed line comes to.

It knows neither screen nor database. Answers kept from it make the same entries whenever they are given again, so a
reading that was interrupted is taken up by giving it its answers.
"""

import re
from collections.abc import Sequence

from tracker.domain.fields import Values
from tracker.guided.closing_forms import SummaryForm, VerdictsForm
from tracker.guided.entries import Item, Known, Progress
from tracker.guided.header_form import HeaderForm
from tracker.guided.mention_form import MentionForm
from tracker.text.articles import Article

Form = HeaderForm | MentionForm | VerdictsForm | SummaryForm


class Dialogue:
    """The conversation over one article, as the answers given so far leave it."""

    def __init__(self, article: Article, known: Known, answers: Sequence[Values] = ()) -> None:
        self.progress = Progress(article, known)
        self.items: list[Item] = []
        for answer in answers:
            self.items += self.progress.apply(answer)
        self.form = self._form()

    def take(self, answer: Values) -> list[Item]:
        """Take an answer, and return the entries it finishes."""
        made = self.progress.apply(answer)
        self.items += made
        self.form = self._form()
        return made

    def _form(self) -> Form | None:
        """The form that is to be filled in, nothing at the end."""
        progress = self.progress
        if progress.ended:
            return None
        if not progress.source:
            return HeaderForm(progress)
        if progress.paragraph:
            return MentionForm(progress, progress.paragraph)
        return VerdictsForm(progress) if progress.pending else SummaryForm(progress)


def lines_of(typed: str) -> list[tuple[str, bool]]:
    """A typed line at its ` + `, each part with whether it saves and another measure of the paragraph follows."""
    parts = re.split(r"\s+\+(?:\s+|$)", typed)
    return [*((part, True) for part in parts[:-1]), *([(parts[-1], False)] if parts[-1] or len(parts) == 1 else [])]
