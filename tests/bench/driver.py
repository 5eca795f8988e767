"""A small closed-loop load driver: each client has one keep-alive connection and one request under way.

One thread, one epoll loop and requests made beforehand cost little CPU, so the driver disturbs a server that shares its
cores as little as Python can. Every run is bounded in time and in count; loopback only.
"""

import contextlib
import json
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATIENCE_S = 60.0
JSON = {"Content-Type": "application/json"}


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> bytes:
    """The bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def json_request(method: str, path: str, value: object, headers: dict[str, str] | None = None) -> bytes:
    return request(method, path, JSON | (headers or {}), json.dumps(value, separators=(",", ":")).encode())


@dataclass
class Load:
    """`prepare(n)` makes at most n requests; each stands for `units` pieces of work. `check` sees every answer."""

    name: str
    side: str
    port: int
    prepare: Callable[[int], Sequence[bytes]]
    clients: int = 1
    units: float = 1
    unit: str = "requests"
    most: int = 2000
    seconds: float = 5.0
    check: Callable[[int, bytes], bool] = lambda status, body: 200 <= status < 300


@dataclass
class Result:
    """What one load did, over its rounds."""

    load: Load
    rates: list[float] = field(default_factory=list)
    latencies_s: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates) if self.rates else 0.0

    def quantile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")

    def row(self) -> dict[str, object]:
        return {
            "measure": self.load.name,
            "side": self.load.side,
            "clients": self.load.clients,
            "rate": round(self.rate, 1),
            "unit": f"{self.load.unit}/s",
            "median_ms": round(self.quantile_ms(0.5), 2),
            "p95_ms": round(self.quantile_ms(0.95), 2),
            "requests": len(self.latencies_s),
            "faults": dict(self.faults),
        }


def measure(loads: Sequence[Load], rounds: int = 3) -> list[Result]:
    """Every load once a round, forwards and backwards, so that a change of the machine's mood falls on all of them."""
    results = [Result(load) for load in loads]
    for number in range(rounds):
        for result in results if number % 2 == 0 else reversed(results):
            run(result)
    return results


def run(result: Result) -> None:
    load = result.load
    requests = load.prepare(load.most)
    loop = Loop(load, requests)
    began = time.perf_counter()
    loop.run(began + load.seconds)
    elapsed = time.perf_counter() - began
    result.rates.append(len(loop.latencies_s) * load.units / elapsed)
    result.latencies_s += loop.latencies_s
    result.faults += loop.faults


class Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.sent_at = 0.0

    def send(self, data: bytes) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        with contextlib.suppress(ConnectionError):  # the next recv tells
            self.socket.sendall(data)


class Loop:
    """Sends and receives until the requests or the time are over."""

    def __init__(self, load: Load, requests: Sequence[bytes]) -> None:
        self.load = load
        self.waiting = iter(requests)
        self.latencies_s: list[float] = []
        self.faults: Counter[str] = Counter()
        self.selector = selectors.DefaultSelector()
        self.deadline = 0.0

    def run(self, deadline: float) -> None:
        self.deadline = deadline
        for _ in range(self.load.clients):
            client = Client(self.load.port)
            self.selector.register(client.socket, selectors.EVENT_READ, client)
            self._next(client)
        while self.selector.get_map():
            ready = self.selector.select(PATIENCE_S)
            if not ready:
                raise TimeoutError(f"{self.load.side} {self.load.name}: no answer in {PATIENCE_S:.0f} s")
            for key, _ in ready:
                self._receive(key.data)
        self.selector.close()

    def _next(self, client: Client) -> None:
        data = next(self.waiting, None) if time.perf_counter() < self.deadline else None
        if data is None:
            self._end(client)
        else:
            client.send(data)

    def _end(self, client: Client) -> None:
        self.selector.unregister(client.socket)
        client.socket.close()

    def _receive(self, client: Client) -> None:
        try:
            piece = client.socket.recv(1 << 20)
        except ConnectionError:
            piece = b""
        if not piece:
            self.faults["the server hung up"] += 1
            self._end(client)
            return
        client.received += piece
        answer = whole(client.received)
        if answer is None:
            return
        took = time.perf_counter() - client.sent_at
        status, body = answer
        if self.load.check(status, body):
            self.latencies_s.append(took)
        else:
            self.faults[f"{status} {body[:160].decode('utf-8', 'replace')}"] += 1
        self._next(client)


def whole(data: bytearray) -> tuple[int, bytes] | None:
    """(status, body) once the answer is complete."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, start = bytes(data[:end]).lower(), end + 4
    status = int(head[9:12])
    if b"transfer-encoding: chunked" in head:
        return (status, unchunked(data, start)) if data.endswith(b"0\r\n\r\n") else None
    length = 0 if status in (204, 304) else int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return (status, bytes(data[start : start + length])) if len(data) >= start + length else None


def unchunked(data: bytearray, start: int) -> bytes:
    body = bytearray()
    while size := int(data[start : data.index(b"\r\n", start)], 16):
        start = data.index(b"\r\n", start) + 2
        body += data[start : start + size]
        start += size + 2
    return bytes(body)
