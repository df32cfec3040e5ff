"""Figures of a brief, drawn: one Vega-Lite specification for each, then a picture of it.

Nothing is fetched, and the fonts are those that the drawing library brings along. Colours are safe
for the colour-blind, and each verdict has a shape of its own besides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kautilya.report.brief.traces import capital
from kautilya.study.brief import Figure
from kautilya.study.wording import percent, percent_range

FONT = "Liberation Sans"
COLOURS = {
    "pass": "#1d6f5c",
    "contested": "#b07d12",
    "underdetermined": "#6d5aa8",
    "contradicted": "#b23a2e",
    "untested": "#777777",
}
"""One colour for each verdict."""

SHAPES = {
    "pass": "circle",
    "contested": "diamond",
    "underdetermined": "square",
    "contradicted": "cross",
    "untested": "triangle-up",
}
SEQUENCE = ("#1f4e79", "#c98b2b", "#7a9a4a", "#8c5a9e", "#a34a3f", "#4f8a8b", "#77705f", "#b5799a")
INK, FAINT, BAND = "#222222", "#8a8a8a", "#e4e0d6"
WIDTH = 420
"""Width of the plot, in pixels; a page is about 640 wide."""

LABEL = 190
"""Room for a label beside an axis."""


def specification(figure: Figure) -> dict[str, Any]:
    """The Vega-Lite specification of a figure.

    Parameters
    ----------
    figure
        The figure as data.
    """
    import altair as alt

    drawn = _DRAWN[figure.kind](alt, figure)
    chart = drawn.configure(font=FONT, background="white").configure_view(stroke=None)
    chart = chart.configure_axis(
        labelFont=FONT,
        titleFont=FONT,
        labelColor=INK,
        titleColor=INK,
        titleFontWeight="normal",
        gridColor="#ededed",
        domainColor=FAINT,
        tickColor=FAINT,
        labelLimit=LABEL,
    )
    chart = chart.configure_legend(labelFont=FONT, titleFont=FONT, orient="top", title=None)
    found: dict[str, Any] = json.loads(chart.to_json(indent=None, validate=False))
    return found


def svg_of(figure: Figure) -> str:
    """The figure as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification(figure)))


def pdf_of(figure: Figure) -> bytes:
    """The figure as PDF, with its fonts in it."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_pdf(specification(figure)))


def png_of(figure: Figure, scale: float = 2.5) -> bytes:
    """The figure as PNG."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(specification(figure), scale=scale))


def alternative(figure: Figure) -> str:
    """What a figure shows, for a reader who cannot see it."""
    return f"{figure.caption}. {capital(figure.alt.rstrip('.'))}."


# -- one function for each kind of figure ---------------------------------------------------------


def _data(alt: Any, figure: Figure, rows: Sequence[Mapping[str, Any]] = ()) -> Any:
    return alt.Data(values=[dict(row) for row in (rows or figure.rows)])


def _percent(alt: Any, title: str, **more: Any) -> dict[str, Any]:
    axis = alt.Axis(format="%", title=title, tickCount=5, **more)
    return {"scale": alt.Scale(domain=[0, 1]), "axis": axis}


def _marks(alt: Any, figure: Figure) -> tuple[Any, Any]:
    """Colour and shape by verdict, of the verdicts that there are."""
    there = [mark for mark in COLOURS if any(row.get("mark") == mark for row in figure.rows)]
    colour = alt.Color(
        "mark:N", scale=alt.Scale(domain=there, range=[COLOURS[mark] for mark in there])
    )
    shape = alt.Shape(
        "mark:N", scale=alt.Scale(domain=there, range=[SHAPES[mark] for mark in there])
    )
    return colour, shape


def _intervals(alt: Any, figure: Figure) -> Any:
    """Shares over shapes of draw, over the band of the word that the text uses."""
    colour, shape = _marks(alt, figure)
    rows = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelFontSize=10, ticks=False))
    told = [
        {
            **row,
            "told": f"{row['name']}: {row['says']}. {percent_range(row['low'], row['high'])} of "
            f"worlds, stated: {row['stated']}",
        }
        for row in figure.rows
    ]
    base = alt.Chart(_data(alt, figure, told)).encode(y=rows, description=alt.Description("told:N"))
    band = base.mark_bar(color=BAND, height=11).encode(
        x=alt.X("from:Q", **_percent(alt, figure.labels["x"])), x2="to:Q"
    )
    span = base.mark_rule(strokeWidth=2.5, strokeCap="round").encode(
        x="low:Q", x2="high:Q", color=colour
    )
    point = base.mark_point(filled=True, size=48, opacity=1).encode(
        x="share:Q", color=colour, shape=shape
    )
    return (band + span + point).properties(width=WIDTH, height=alt.Step(16))


def _choices(alt: Any, figure: Figure) -> Any:
    """Options by the three ways of choosing, labelled directly."""
    options = list(dict.fromkeys(row["option"] for row in figure.rows))
    rows = [
        {**row, "told": f"{row['way']}, {row['option']}: {percent(row['share'])}"}
        for row in figure.rows
    ]
    base = alt.Chart(_data(alt, figure, rows)).encode(
        y=alt.Y("option:N", sort=options, title=None, axis=alt.Axis(ticks=False)),
        description=alt.Description("told:N"),
    )
    share = alt.X("share:Q", **_percent(alt, figure.labels["x"]))
    bar = base.mark_bar(color=SEQUENCE[0], height=10).encode(x=share)
    label = base.mark_text(align="left", dx=4, fontSize=10, color=INK, font=FONT).encode(
        x=share, text=alt.Text("share:Q", format=".0%")
    )
    ways = list(dict.fromkeys(row["way"] for row in figure.rows))
    width = (WIDTH + 60) / len(ways) - 30
    layered = (bar + label).properties(width=width, height=alt.Step(18))
    header = alt.Header(title=None, labelFont=FONT, labelFontSize=11, labelColor=INK)
    return layered.facet(column=alt.Column("way:N", sort=ways, header=header), spacing=26)


def _carriers(alt: Any, figure: Figure) -> Any:
    """Assumptions against the verdicts that turn on them."""
    colour, shape = _marks(alt, figure)
    elements = list(dict.fromkeys(row["element"] for row in figure.rows))
    names = list(dict.fromkeys(row["name"] for row in figure.rows))
    rows = [
        {**row, "told": f"{row['name']}: turns when {row['element']} is changed"}
        for row in figure.rows
    ]
    base = alt.Chart(_data(alt, figure, rows)).encode(
        x=alt.X(
            "name:N",
            sort=names,
            title=None,
            axis=alt.Axis(
                labelAngle=-45, grid=True, labelFontSize=10, ticks=False, orient="bottom"
            ),
        ),
        y=alt.Y("element:N", sort=elements, title=None, axis=alt.Axis(grid=True, ticks=False)),
        description=alt.Description("told:N"),
    )
    point = base.mark_point(filled=True, size=60, opacity=1).encode(color=colour, shape=shape)
    step = min(30, WIDTH / max(1, len(names)))
    return point.properties(width=alt.Step(step), height=alt.Step(17))


def _swings(alt: Any, figure: Figure) -> Any:
    """Weight times swing of each interest."""
    rows = [
        {
            **row,
            "told": f"{row['says'] or row['name']}: {row['weight']:.2f} × {row['swing']:.2f} = "
            f"{row['carried']:.3f}",
        }
        for row in figure.rows
    ]
    names = [row["name"] for row in figure.rows]
    base = alt.Chart(_data(alt, figure, rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(ticks=False)),
        description=alt.Description("told:N"),
    )
    carried = alt.X("carried:Q", axis=alt.Axis(title=figure.labels["x"], tickCount=4))
    bar = base.mark_bar(color=SEQUENCE[0], height=10).encode(x=carried)
    label = base.mark_text(align="left", dx=4, fontSize=10, color=INK, font=FONT).encode(
        x=carried, text=alt.Text("carried:Q", format=".3f")
    )
    return (bar + label).properties(width=WIDTH, height=alt.Step(18))


def _tipping(alt: Any, figure: Figure) -> Any:
    """Shares of options along a premise, with today's value and where most worlds turn."""
    options = list(dict.fromkeys(row["option"] for row in figure.rows))
    colour = alt.Color(
        "option:N",
        sort=options,
        scale=alt.Scale(domain=options, range=list(SEQUENCE[: len(options)])),
    )
    rows = [
        {**row, "told": f"{row['option']} at {row['value']:.3g}: {percent(row['share'])}"}
        for row in figure.rows
    ]
    values = [row["value"] for row in figure.rows]
    value = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[min(values), max(values)], nice=False),
        axis=alt.Axis(title=figure.labels["x"], tickCount=6),
    )
    share = alt.Y("share:Q", **_percent(alt, figure.labels["y"]))
    base = alt.Chart(_data(alt, figure, rows)).encode(x=value, y=share, color=colour)
    line = base.mark_line(strokeWidth=2)
    point = base.mark_point(filled=True, size=22, opacity=1).encode(
        description=alt.Description("told:N")
    )
    marks = [{"value": float(figure.labels["today"]), "what": "today"}]
    marks += [{"value": float(at), "what": "turns"} for at in figure.labels["flips"].split()]
    rule = alt.Chart(_data(alt, figure, marks)).encode(x=value)
    rules = rule.mark_rule(color=FAINT, strokeDash=[4, 3])
    words = rule.mark_text(align="left", baseline="top", dx=3, color=FAINT, font=FONT, fontSize=10)
    words = words.encode(text="what:N", y=alt.value(2))
    return (line + point + rules + words).properties(width=WIDTH, height=150)


_DRAWN = {
    "intervals": _intervals,
    "choices": _choices,
    "carriers": _carriers,
    "swings": _swings,
    "tipping": _tipping,
}
