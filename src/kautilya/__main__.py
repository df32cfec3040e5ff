"""``python -m kautilya`` is ``kautilya``."""

from kautilya.cli import main

if __name__ == "__main__":
    main()
