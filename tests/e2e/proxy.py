"""A bad line made on purpose: a TCP proxy on loopback that can cut, slow down, and lose replies."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CHUNK = 65536
HOST = "127.0.0.1"


@dataclass
class Line:
    """How the line is just now; every connection looks here before it passes bytes on."""

    delay_s: float = 0.0
    bytes_per_s: float | None = None
    resets: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(15))
    lose_reply_to: bytes = b""
    replies_to_lose: int = 0

    @property
    def chunk(self) -> int:
        """Small on a slow line, so that it trickles instead of coming in bursts."""
        return CHUNK if self.bytes_per_s is None else max(512, min(CHUNK, int(self.bytes_per_s)))

    def pause_s(self, size: int) -> float:
        return size / self.bytes_per_s if self.bytes_per_s else 0.0

    def breaks_after(self, piece: bytes) -> int | None:
        """Whether the request that begins here is reset, and after how many bytes."""
        begins = piece.startswith((b"GET ", b"HEAD ", b"POST ", b"PATCH "))
        return self.dice.randrange(40_000) if begins and self.dice.random() < self.resets else None

    def loses_reply_to(self, piece: bytes) -> bool:
        if not self.replies_to_lose or self.lose_reply_to not in piece:
            return False
        self.replies_to_lose -= 1
        return True


class Connection:
    """One phone's connection and its twin to the server: two threads pass the bytes on."""

    def __init__(self, phone: socket.socket, server: socket.socket, proxy: "Proxy") -> None:
        self.phone, self.server, self.proxy = phone, server, proxy
        self.loses_reply = False
        self.bytes_left: int | None = None
        self.threads = [
            threading.Thread(target=self._pass_on, args=ends, daemon=True)
            for ends in ((phone, server), (server, phone))
        ]
        for thread in self.threads:
            thread.start()

    def reset(self) -> None:
        """Both sides see a reset, not a polite end: what a lost signal looks like."""
        for end in (self.phone, self.server):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RD)  # wakes the thread that reads it
            end.close()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(self.proxy.line.chunk):
                if not (self._goes_up(piece) if source is self.phone else self._comes_down()):
                    self.reset()
                    return
                time.sleep(self.proxy.line.pause_s(len(piece)))
                target.sendall(piece)
                if source is self.phone:
                    self.proxy.bytes_up += len(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            self.reset()

    def _goes_up(self, piece: bytes) -> bool:
        line = self.proxy.line
        self.loses_reply |= line.loses_reply_to(piece)
        if (breaks := line.breaks_after(piece)) is not None:
            self.bytes_left = breaks
        if line.delay_s and piece.startswith((b"GET ", b"HEAD ", b"POST ", b"PATCH ")):
            time.sleep(line.delay_s)  # once a request: the way there
        if self.bytes_left is not None:
            self.bytes_left -= len(piece)
        if self.bytes_left is not None and self.bytes_left <= 0:
            self.proxy.resets += 1
            return False
        return True

    def _comes_down(self) -> bool:
        self.proxy.lost_replies += self.loses_reply
        return not self.loses_reply


class Proxy:
    """Listens on a port of its own and passes everything on to `port`, as the line allows."""

    def __init__(self, port: int) -> None:
        self.upstream = port
        self.line = Line()
        self.lost_replies = 0
        self.resets = 0
        self.bytes_up = 0
        self._connections: list[Connection] = []
        self._accepting: threading.Thread | None = None
        self._socket = self._bind(0)
        self.port: int = self._socket.getsockname()[1]
        self.online()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def online(self) -> None:
        """A good line again: whatever was wrong is over."""
        self.line = Line()
        if self._accepting is None:
            self._socket.listen()
            self._accepting = threading.Thread(target=self._accept, args=(self._socket,), daemon=True)
            self._accepting.start()

    def cut(self) -> None:
        """No signal: open connections are reset, new ones are refused."""
        if self._accepting is not None:
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes accept
            self._accepting.join()
            self._accepting = None
            self._socket.close()
            self._socket = self._bind(self.port)
        while self._connections:
            self._connections.pop().reset()

    def slow(self, *, delay_s: float = 0.0, bytes_per_s: float | None = None, resets: float = 0.0) -> None:
        """Every request waits `delay_s`, no direction of a connection passes more than `bytes_per_s`, and the share
        `resets` of the requests is reset on its way."""
        self.line.delay_s, self.line.bytes_per_s, self.line.resets = delay_s, bytes_per_s, resets

    def lead_to(self, port: int) -> None:
        """From now on somebody else answers here, as in a hotel's network."""
        self.upstream = port
        while self._connections:
            self._connections.pop().reset()

    def lose_reply(self, to: bytes, times: int = 1) -> None:
        """The next `times` requests containing `to` reach the server, but their answers never come back."""
        self.line.lose_reply_to, self.line.replies_to_lose = to, times

    def close(self) -> None:
        self.cut()
        self._socket.close()

    @staticmethod
    def _bind(port: int) -> socket.socket:
        """A bound socket that does not listen: it keeps the port, and the kernel refuses whoever calls."""
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        return bound

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = listener.accept()
                try:
                    server = socket.create_connection((HOST, self.upstream))
                except OSError:
                    phone.close()
                    continue
                self._connections.append(Connection(phone, server, self))


@contextlib.contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
