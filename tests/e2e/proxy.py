"""A bad line made on purpose: a TCP proxy on loopback that can cut, slow down, and lose replies."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK = 65536
HOST = "127.0.0.1"


@dataclass
class Line:
    """How the line is just now; every connection looks here before it passes bytes on."""

    delay_s: float = 0.0
    bytes_per_s: float | None = None
    lose_reply_to: bytes = b""
    replies_to_lose: int = 0

    def pause_s(self, size: int) -> float:
        return self.delay_s + (size / self.bytes_per_s if self.bytes_per_s else 0.0)

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
            while piece := source.recv(CHUNK):
                if source is self.phone:
                    self.loses_reply |= self.proxy.line.loses_reply_to(piece)
                elif self.loses_reply:
                    self.proxy.lost_replies += 1
                    self.reset()
                    return
                time.sleep(self.proxy.line.pause_s(len(piece)))
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            self.reset()


class Proxy:
    """Listens on a port of its own and passes everything on to `port`, as the line allows."""

    def __init__(self, port: int) -> None:
        self.upstream = port
        self.line = Line()
        self.lost_replies = 0
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

    def slow(self, *, delay_s: float = 0.0, bytes_per_s: float | None = None) -> None:
        """Every piece waits `delay_s`, and no direction passes more than `bytes_per_s`."""
        self.line.delay_s, self.line.bytes_per_s = delay_s, bytes_per_s

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
