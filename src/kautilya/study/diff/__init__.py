"""What changed between two versions of a case, and which edit changed it."""

from kautilya.study.diff.make import diff
from kautilya.study.diff.record import Change, Diff, Edit, Share
from kautilya.study.diff.versions import NoVersion, Version, version_of

__all__ = ["Change", "Diff", "Edit", "NoVersion", "Share", "Version", "diff", "version_of"]
