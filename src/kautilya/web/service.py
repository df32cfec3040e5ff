"""One case served: its file, its verdicts at hand, its runs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from kautilya.study import Order
from kautilya.study.desk import Changes, Desk, Followed, Stopped, Turns, Version, bands_of
from kautilya.web.case_data import case_data
from kautilya.web.folder import MOST_BYTES, inside, paragraphs
from kautilya.web.kept import is_kept
from kautilya.web.refusal import Refusal
from kautilya.web.runs import Question, Runs

T = TypeVar("T")

MOST_ASKING = 8
"""Questions for verdicts that are answered or wait at once."""

MOST_STREAMS = 64
"""Streams of events that are open at once."""

LOOK = 0.4
"""Seconds between two looks at the file."""

FIRST_WORLDS = 200
"""Worlds of a first view."""

FIRST_VIEW = 5.0
"""Seconds that belong to the first view alone, before anything is made ready for later."""

ALIVE = 15.0
"""Seconds of silence after which a stream says that it is still there."""


class Service:
    """A case that is served.

    Parameters
    ----------
    path
        A case folder or file.
    threads
        Threads that evaluate verdicts.
    is_eager
        Whether to find the verdicts of a first view before anybody asks.
    """

    def __init__(self, path: str | Path, threads: int = 2, *, is_eager: bool = False) -> None:
        self.followed = Followed(path)
        self.is_eager = is_eager
        self.runs = Runs()
        self._turns = Turns(threads)
        self._desk: tuple[str, Desk] | None = None
        self._making = threading.Lock()
        self._asking = 0
        self._streams = 0
        self._is_closing = False
        self._moved = asyncio.Event()
        self._revision = ""

    # -- the case ---------------------------------------------------------------------------------

    @property
    def file(self) -> Path:
        """The case file."""
        return self.followed.file

    def look(self) -> Version:
        """The file as it is."""
        return self.followed.look()

    def case(self) -> dict[str, Any]:
        """The case as the page reads it."""
        version = self.look()
        data = case_data(version, self.file.name)
        checked = version.checked
        if checked is not None and checked.case is not None:
            data["is_tested"] = is_kept(checked, Order())
            bands = bands_of(checked.case)
            for entry in data["propositions"]:
                entry["band"] = bands.get(entry["id"])
            reached = self._reached(version)
            if reached is not None:
                for entry in (*data["premises"], *data["mechanisms"]):
                    entry["reached"] = entry["id"] in reached
        return data

    def source(self, id: str) -> list[tuple[int, str]]:
        """The reader's own copy of a cited text, by paragraph.

        Raises
        ------
        Refusal
            Where there is none, or it lies outside of the folder, or is too large or no text.
        """
        case = self.ready().checked.case  # type: ignore[union-attr]
        assert case is not None
        entry = case.sources.get(id)
        if entry is None:
            raise Refusal(404, f"the case cites no source '{id[:80]}'")
        if not entry.text:
            raise Refusal(
                404,
                f"no copy of '{id}' is at hand",
                f"name a file of the case's folder in sources.{id}.text",
            )
        path = inside(self.followed.folder, entry.text)
        if path is None:
            raise Refusal(404, f"the copy of '{id}' is not where sources.{id}.text says")
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(413, f"the copy of '{id}' has more than {MOST_BYTES >> 20} MB")
        try:
            return paragraphs(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            raise Refusal(422, f"the copy of '{id}' is no text", "write it as UTF-8") from None

    def ready(self) -> Version:
        """The file as it is, if it can be run.

        Raises
        ------
        Refusal
            Where it cannot, with what is wrong.
        """
        version = self.look()
        if version.checked is None:
            raise Refusal(
                409,
                "the case cannot be run as it stands",
                "mend what is marked; verdicts follow as soon as the file is saved",
                version.diagnostics,
            )
        return version

    # -- verdicts ---------------------------------------------------------------------------------

    def desk(self, version: Version) -> Desk:
        """The case kept warm; made once for each version of the file."""
        assert version.checked is not None
        with self._making:
            if self._desk is None or self._desk[0] != version.revision:
                self._desk = version.revision, Desk(version.checked, turns=self._turns)
            return self._desk[1]

    def _reached(self, version: Version) -> frozenset[str] | None:
        """What a verdict can depend on, where the desk stands already."""
        known = self._desk
        if known is None or known[0] != version.revision:
            return None
        return frozenset().union(*known[1].bearing().values())

    async def answered(self, work: Callable[[threading.Event], T], gone: Callable[[], Any]) -> T:
        """Have a thread answer, and stop it where the asker has gone.

        Parameters
        ----------
        work
            What is done; it is given what is set when it is to stop.
        gone
            Awaited to tell whether the asker has gone.

        Raises
        ------
        Refusal
            Where too much is asked at once, or the asker has gone.
        """
        if self._asking >= MOST_ASKING:
            raise Refusal(
                429,
                "too many questions at once",
                "wait for an answer before you ask again",
                headers={"Retry-After": "1"},
            )
        self._asking += 1
        stop = threading.Event()
        task = asyncio.ensure_future(asyncio.to_thread(work, stop))
        try:
            while not task.done():
                await asyncio.wait([task], timeout=0.2)
                if not task.done() and await gone():
                    stop.set()
            return task.result()
        except Stopped:
            raise Refusal(409, "the question was withdrawn") from None
        finally:
            stop.set()
            self._asking -= 1

    # -- runs -------------------------------------------------------------------------------------

    def question(self, kind: str, options: dict[str, Any]) -> Question:
        """A longer question about the case as it is."""
        version = self.ready()
        return Question(kind, options, str(self.file), version.text, version.revision)

    # -- the file followed ------------------------------------------------------------------------

    async def tend(self) -> None:
        """Look at the file again and again, and stop what nobody waits for."""
        began = time.monotonic()
        if self.is_eager:
            await asyncio.to_thread(self._prepare)
        while not self._is_closing:
            with suppress(OSError):
                version = await asyncio.to_thread(self.look)
                if version.revision != self._revision:
                    self._revision = version.revision
                    self.stir()
            if time.monotonic() - began > FIRST_VIEW:
                with suppress(OSError):  # no process can be started now: the file is followed on
                    await self.runs.tend()
            await asyncio.sleep(LOOK)

    def _prepare(self) -> None:
        """Find what the page asks first; what is in the way is told to whoever asks."""
        with suppress(Exception):
            self.desk(self.ready()).verdicts(Changes(), FIRST_WORLDS)

    def stir(self) -> None:
        """Wake all who wait for a change of the file."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def changes(self) -> AsyncIterator[tuple[str, Any]]:
        """Each revision of the file, the present one first.

        Yields
        ------
        tuple
            ``case`` and the revision; ``alive`` where nothing has happened for a while.
        """
        told: str | None = None
        while not self._is_closing:
            moved = self._moved
            revision = (await asyncio.to_thread(self.look)).revision
            if revision != told:
                told = revision
                yield "case", {"revision": revision, "at": time.time()}
            with suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), ALIVE)
                continue
            yield "alive", None

    def open_stream(self) -> None:
        """Count a stream of events.

        Raises
        ------
        Refusal
            Where too many are open.
        """
        if self._streams >= MOST_STREAMS:
            raise Refusal(
                429,
                f"{MOST_STREAMS} pages follow this case already",
                "close one of them",
                headers={"Retry-After": "10"},
            )
        self._streams += 1

    def close_stream(self) -> None:
        """Count a stream of events that has ended."""
        self._streams -= 1

    async def close(self) -> None:
        """Stop everything, and let streams come to their end."""
        self._is_closing = True
        self.stir()
        await self.runs.close()
        self._turns.close()
