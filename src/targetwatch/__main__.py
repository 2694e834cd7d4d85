"""``python -m targetwatch``: the command line."""

from __future__ import annotations

from targetwatch.cli import main

if __name__ == "__main__":
    main()
