"""KC656: payoffs of the wrong shape, or no numbers.

Payoffs are exact numbers in nested lists, for each actor: one level for each decision in file
order, and in it one entry for each option. A number is an integer, a decimal, or a fraction
written as a text; none of them is rounded. Or they are the name of a ``.nfg`` file in the folder
of the case. Its players are then the actors who decide and its strategies what these can choose,
by name where the names agree and otherwise by their order; a case without decisions takes the
strategies of the file for its options.

Bad, with two options for town.gate and three for guild.price::

    payoffs:
      town: [[3, 1], [2, much]]
      guild: [1, 2, 3]

Mended::

    payoffs:
      town: [[3, 1, 0], [2, "1/3", -0.5]]
      guild: [[1, 2, 3], [1, 2, 3]]
"""

CODE = "KC656"
TITLE = "payoffs of the wrong shape, or no numbers"
