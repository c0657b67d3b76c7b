"""Patience for many requests in a row to the same provider: so many at once, so many a minute, again after what passes.

A provider is told apart by its address. All threads of a process share its limits: who is told to wait makes the others wait too.
"""

import contextlib
import random
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ffai.errors import Interrupted

if TYPE_CHECKING:
    from ffai.translate.model.values import Target

_MINUTE = 60.0


class Limits(NamedTuple):
    """What a provider is asked at most."""

    at_once: int = 8
    a_minute: int = 0  # 0: no limit
    retries: int = 6
    longest: float = 120.0  # seconds that a server may ask to wait

    def shared(self, workers: int) -> "Limits":
        """The part of one of so many processes."""
        return self._replace(at_once=max(1, self.at_once // workers), a_minute=-(-self.a_minute // workers))


class Paces:
    """The pace of each provider. `stop` ends all waiting."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._providers: dict[str, _Provider] = {}

    @property
    def retries(self) -> int:
        return self.limits.retries

    @property
    def longest(self) -> float:
        return self.limits.longest

    def stop(self) -> None:
        self.stopped.set()

    @contextlib.contextmanager
    def turn(self, target: "Target") -> Iterator[None]:
        """One request at its time. Raises Interrupted when all is stopped."""
        provider = self._of(target)
        while not provider.free.acquire(timeout=0.2):
            self._go_on()
        try:
            while (wait := provider.until(time.monotonic())) > 0:
                self.stopped.wait(min(wait, 1.0))
                self._go_on()
            yield
        finally:
            provider.free.release()

    def wait(self, target: "Target", attempt: int, said: float | None) -> float:
        """Seconds before the next attempt: what the server said, else twice as long each time, and never all at the same moment."""
        if said is not None:
            self._of(target).hold(time.monotonic() + min(said, self.longest))
            return said + random.uniform(0, 0.1)
        return random.uniform(0.5, 1.0) * min(2.0**attempt, self.longest)

    def rest(self, target: "Target", seconds: float) -> None:
        self.stopped.wait(seconds)
        self._go_on()

    def _of(self, target: "Target") -> "_Provider":
        with self._lock:
            return self._providers.setdefault(target.base or target.provider, _Provider(self.limits))

    def _go_on(self) -> None:
        if self.stopped.is_set():
            raise Interrupted("stopped", "run it again to go on")


class _Provider:
    def __init__(self, limits: Limits) -> None:
        self.free = threading.BoundedSemaphore(limits.at_once)
        self._a_minute = limits.a_minute
        self._lock = threading.Lock()
        self._sent: deque[float] = deque()
        self._not_before = 0.0

    def hold(self, moment: float) -> None:
        with self._lock:
            self._not_before = max(self._not_before, moment)

    def until(self, now: float) -> float:
        """Seconds to wait before a request may be sent; 0 when it may, and is counted."""
        with self._lock:
            if now < self._not_before:
                return self._not_before - now
            while self._sent and self._sent[0] <= now - _MINUTE:
                self._sent.popleft()
            if self._a_minute and len(self._sent) >= self._a_minute:
                return self._sent[0] + _MINUTE - now
            if self._a_minute:
                self._sent.append(now)
            return 0.0
