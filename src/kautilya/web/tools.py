"""What a program may ask of a case in words: each answer is what the command prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from kautilya.diagnostics import CaseInvalid, format_text
from kautilya.report.paper import UNICODE, WIDTH_PIPED, Paper
from kautilya.study import Checked, Study, check_text
from kautilya.study.desk import Followed, changes_of, save_scenario
from kautilya.web.questions.options import home
from kautilya.web.refusal import Refusal
from kautilya.web.troubles import refusal_of

MOST_TEXT = 1_000_000
"""Characters of a draft that is checked."""

SHARES = "A share is a share of the admissible worlds of this encoding, never a probability."


@dataclass(frozen=True)
class Tools:
    """What may be asked of one case.

    Parameters
    ----------
    followed
        The case; each question reads the file as it is.
    writes
        Whether anything may be written.
    """

    followed: Followed
    writes: bool = False

    def lint(self, text: str | None = None) -> str:
        """Find every fault of the case, or of a draft, with its line and how to mend it.

        Parameters
        ----------
        text
            A draft to check in place of the file; it is not written anywhere.
        """
        if text is None:
            found = self.followed.look().diagnostics
        elif len(text) > MOST_TEXT:
            raise Refusal(413, f"a draft has at most {MOST_TEXT:,} characters")
        else:
            try:
                found = check_text(text, "draft.yaml", advice=True).diagnostics
            except CaseInvalid as invalid:
                found = invalid.diagnostics
        return format_text(found) if found else "no errors, no warnings, no advice"

    def test(
        self, only: list[str] | None = None, worlds: int = 500, scenario: str | None = None
    ) -> str:
        """Hold the case's propositions against its worlds and print the board.

        Parameters
        ----------
        only
            Names of propositions; all where none are given.
        worlds
            How many worlds, 2,000 at most.
        scenario
            Scenario for propositions that name none.
        """
        from kautilya.report.terminal import board_lines

        study = self._study()
        self._check_worlds(worlds, 2000)
        dossier = study.test(only or None, worlds=worlds, scenario=scenario)
        return _text(board_lines(dossier, _paper()))

    def why(self, proposition: str, worlds: int = 500, scenario: str | None = None) -> str:
        """Say why a proposition stands as it does: what carries it, where it fails.

        Parameters
        ----------
        proposition
            Its name.
        worlds
            How many worlds, 2,000 at most.
        scenario
            Scenario for a proposition that names none.
        """
        from kautilya.report.why import why_lines
        from kautilya.study.why import why

        study = self._study()
        self._check_worlds(worlds, 2000)
        found = why(study, proposition, worlds=worlds, scenario=scenario)
        actors = {name: entry.name or name for name, entry in study.case.actors.items()}
        return _text(why_lines(found, _paper(), actors))

    def stress(self, only: list[str] | None = None, worlds: int = 200) -> str:
        """Change each assumption alone, in pairs and together, and say which verdicts turn.

        Parameters
        ----------
        only
            Names of propositions; all where none are given.
        worlds
            How many worlds, 500 at most.
        """
        from kautilya.report.stress import stress_lines
        from kautilya.study.stress import stress

        study = self._study()
        self._check_worlds(worlds, 500)
        tested = [n for n, entry in study.case.propositions.items() if entry.claim is not None]
        kept: Path | None = home() if self.writes else None
        found = stress(study, only or tested, worlds=worlds, home=kept)
        return _text(stress_lines(found, _paper()))

    def save_scenario(
        self,
        name: str,
        says: str,
        premises: dict[str, float] | None = None,
        off: list[str] | None = None,
    ) -> str:
        """Write a scenario into the case file; comments and layout stay.

        Parameters
        ----------
        name
            A name that no scenario has.
        says
            What the scenario is, in a few words.
        premises
            Premises and their values.
        off
            Mechanisms that are not in force.
        """
        if not self.writes:
            raise Refusal(403, "nothing is written", "start it with `kautilya mcp --write`")
        version = self.followed.look()
        checked = self._checked()
        assert checked.case is not None and checked.names is not None
        changes = changes_of(checked.case, checked.names, premises=premises, off=off or ())
        switches = frozenset(checked.names.switches)
        save_scenario(self.followed.file, version.revision, name, says, changes, switches)
        self.followed.forget()
        return f"the scenario '{name}' stands in {self.followed.file.name}"

    def _checked(self) -> Checked:
        version = self.followed.look()
        if version.checked is None:
            raise CaseInvalid(version.diagnostics)
        return version.checked

    def _study(self) -> Study:
        study = Study(self._checked())
        if study.case.is_conflict:
            raise Refusal(
                422,
                f"{study.case.case} is a conflict and has no propositions to test",
                "`kautilya solve` answers it",
            )
        return study

    def _check_worlds(self, worlds: int, most: int) -> None:
        if not 1 <= worlds <= most:
            raise Refusal(422, f"worlds lie between 1 and {most}, not {worlds}")


def told(ask: Callable[..., str]) -> Callable[..., tuple[bool, str]]:
    """Have a question answered, or what is in the way told in words.

    Returns
    -------
    callable
        Gives whether it was answered, and the answer or the refusal.
    """

    def answer(*given: Any, **named: Any) -> tuple[bool, str]:
        try:
            return True, ask(*given, **named)
        except CaseInvalid as invalid:
            return False, format_text(invalid.diagnostics)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            return False, "\n".join(filter(None, (refusal.message, refusal.help)))

    return answer


def _paper() -> Paper:
    return Paper(WIDTH_PIPED, UNICODE)


def _text(lines: Iterable[Text]) -> str:
    return "\n".join(line.plain.rstrip() for line in lines)


def names() -> Sequence[str]:
    """Questions that change nothing."""
    return ("lint", "test", "why", "stress")
