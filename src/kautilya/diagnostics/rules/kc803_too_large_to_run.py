"""KC803: a case too large for the memory or the limit of profiles.

A profile gives one option to every decision, so their number is the product of the numbers of
options; and each is run in every world. Worlds are run in blocks, one on each thread, and before a
run begins the blocks are made as small as the memory asks (`--memory`, else most of what is free),
which changes no result. Where even that does not fit, take options out that nobody would choose,
make decisions that never matter into premises or scenarios, hold decisions in a scenario, or run on
fewer threads.

Bad::

    decisions:       # ten decisions of six options each: 60 million profiles
      town.toll: {now: none, options: {none: {}, low: {}, fair: {}, high: {}, double: {}, ban: {}}}

Mended::

    decisions:
      town.toll: {now: low, options: {low: {says: as before}, high: {says: doubled}}}
"""

CODE = "KC803"
TITLE = "a case too large for the memory or the limit of profiles"
