"""The newest change that any worker of this server has seen: who knows less looks before it answers.

Without it, a page that was told of something new by one worker could be answered by another that did not know yet.
"""

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LIFE, SEQ = 0, 1


class Heard:
    """Two numbers in a file that all workers have in their memory. A folder that can't be written to: nothing is heard."""

    def __init__(self, root: Path) -> None:
        self.path = root / "heard"
        self.shared: NDArray[np.int64] | None = None

    def newest(self, epoch: str) -> int:
        """0: nobody has told anything of this life of the data."""
        shared = self.shared
        if shared is None or shared[LIFE] != _number(epoch):
            return 0
        return int(shared[SEQ])

    def tell(self, epoch: str, seq: int) -> None:
        if self.shared is None:
            try:
                self.shared = self._opened()
            except OSError:  # a full disk stops no map
                return
        if seq > self.newest(epoch):
            self.shared[:] = (_number(epoch), seq)

    def _opened(self) -> NDArray[np.int64]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.truncate(16)
        return np.memmap(self.path, dtype=np.int64, mode="r+", shape=(2,))


def _number(epoch: str) -> int:
    return zlib.crc32(epoch.encode())
