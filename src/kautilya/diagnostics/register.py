"""The register of codes: one page for each rule that a case can break."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

# Importing a subpackage binds its name in the package above, so this one is imported before that
# name is given to the function `rules` (see the package's own file). Its pages are not imported.
from kautilya.diagnostics import rules as _pages

# Where rules live, by dotted name: imported only when the register is asked for, so that this
# package depends on none of them.
_HOMES = (_pages.__name__, "kautilya.case.lint")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a case can break.

    Parameters
    ----------
    code : str
        As ``KC103``.
    title : str
        The rule in a few words.
    page : str
        What it means, a bad example and the mended one.
    """

    code: str
    title: str
    page: str


def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes.

    Returns
    -------
    dict of str to Rule

    Raises
    ------
    ValueError
        If two files claim one code, or a file has a code but no title or page: a fault of this
        package, not of a case.

    Examples
    --------
    >>> rules()["KC004"].title
    'a key given twice'
    """
    found: dict[str, Rule] = {}
    for module in _modules():
        rule = _rule(module)
        if rule is None:
            continue
        if rule.code in found:
            raise ValueError(f"{rule.code} has two pages; the second is {module.__name__}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


def _modules() -> Iterator[ModuleType]:
    """Import every module below the homes that exist."""
    for home in _HOMES:
        try:
            package = importlib.import_module(home)
        except ModuleNotFoundError as missing:
            if missing.name is not None and f"{home}.".startswith(f"{missing.name}."):
                continue  # this installation has no such package
            raise
        for entry in pkgutil.iter_modules(package.__path__, f"{home}."):
            yield importlib.import_module(entry.name)


def _rule(module: ModuleType) -> Rule | None:
    """Read the rule of a module; None for a module that holds none."""
    code = getattr(module, "CODE", None)
    if code is None:
        return None
    title, page = getattr(module, "TITLE", None), module.__doc__
    if not title or not page:
        raise ValueError(f"{module.__name__} has the code {code} but no title or no page")
    return Rule(code=str(code), title=str(title), page=inspect.cleandoc(page))
