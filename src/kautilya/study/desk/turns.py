"""Threads that take the urgent work first, and work that can be stopped."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The work was stopped before it was done."""


class Turns:
    """Threads that do pieces of work, the urgent ones before all others.

    A piece under way is not broken off, so pieces are small.

    Parameters
    ----------
    threads
        How many pieces are done at once.

    Examples
    --------
    >>> turns = Turns(1)
    >>> turns.submit(lambda: 6 * 7, urgent=True).result()
    42
    >>> turns.close()
    """

    def __init__(self, threads: int) -> None:
        self._waiting: list[tuple[bool, int, Future[Any], Callable[[], Any]]] = []
        self._number = count()
        self._there = threading.Condition()
        self._closed = False
        for _ in range(threads):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, work: Callable[[], T], *, urgent: bool) -> Future[T]:
        """Have a piece of work done when its turn comes."""
        future: Future[T] = Future()
        with self._there:
            if self._closed:
                raise Stopped
            heapq.heappush(self._waiting, (not urgent, next(self._number), future, work))
            self._there.notify()
        return future

    def close(self) -> None:
        """Do no further work; what waits is cancelled."""
        with self._there:
            self._closed = True
            for _, _, future, _ in self._waiting:
                future.cancel()
            self._waiting.clear()
            self._there.notify_all()

    def _serve(self) -> None:
        while True:
            with self._there:
                while not self._waiting and not self._closed:
                    self._there.wait()
                if self._closed:
                    return
                _, _, future, work = heapq.heappop(self._waiting)
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)
