"""KC655: a malformed .nfg file.

A game in normal form can be given as a file of Gambit's strategic form. It begins with NFG 1 R and
a title in quotes. Then come the names of the actors and of each actor's strategies (or how many
strategies each has), in braces, and perhaps a comment in quotes. Last come the payoffs of every
profile, one for each actor: the strategy of the first actor runs fastest. In their place a list of
outcomes may stand, and then for each profile the number of its outcome. Numbers are exact: -3,
0.25, 1e3, 1/3. The file is text in UTF-8 of at most 5 MB.

Bad, a payoff is missing, and names are not in quotes::

    NFG 1 R "Stag hunt" { ann bob } { 2 2 }
    3 3  2 0  0 2  2

Mended::

    NFG 1 R "Stag hunt" { "ann" "bob" } { 2 2 }
    3 3  2 0  0 2  2 2

Mended, by outcomes::

    NFG 1 R "Stag hunt" { "ann" "bob" } { { "stag" "hare" } { "stag" "hare" } }
    { { "both" 3, 3 } { "" 2, 0 } { "" 0, 2 } { "" 2, 2 } }
    1 2 3 4
"""

CODE = "KC655"
TITLE = "a malformed .nfg file"
