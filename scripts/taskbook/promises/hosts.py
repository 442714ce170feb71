"""Where an address leads: which machine, whether it is one of the open internet, and when it may be asked again."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = tuple[int, str]
"""(address family, numeric address)."""

_AS_IPV4 = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")))
"""Ways of writing an IPv4 address as an IPv6 one that the standard library does not name."""

_OUT_OF_USE = (IPv6Network("fec0::/10"), IPv4Network("192.88.99.0/24"))
"""What once was for inner networks or relays, and which the standard library takes for the open internet."""


class NotPublic(Exception):
    """The host is a machine of an inner network (or this one), and nobody allowed to look there."""


class OutOfTime(Exception):
    """The time for all links together is over."""


def is_public(text: str) -> bool:
    """Whether a numeric address is one of the open internet, also behind the ways of writing IPv4 as IPv6."""
    address = ip_address(text.split("%")[0])
    if any(address in network for network in _OUT_OF_USE if network.version == address.version):
        return False
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    return all(one.is_global and not one.is_multicast for one in (address, inner) if one is not None)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _AS_IPV4):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class Hosts:
    """The machines behind host names, each looked up once; `is_allowed` tells the hosts of the office's own sites,
    which may stand in an inner network."""

    def __init__(self, is_allowed: Callable[[str], bool]) -> None:
        self._is_allowed = is_allowed
        self._found: dict[str, list[Address]] = {}
        self._lock = threading.Lock()

    def addresses(self, host: str) -> list[Address]:
        """Where to connect to. OSError where there is no such host, `NotPublic`.

        What is connected to is what was looked at here: a name cannot lead elsewhere in between.
        """
        with self._lock:
            found = self._found.get(host)
        if found is None:
            told = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys((int(one[0]), str(one[4][0])) for one in told))
            with self._lock:
                self._found[host] = found
        if not self._is_allowed(host) and not all(is_public(address) for _, address in found):
            raise NotPublic(host)
        return found


class Gate:
    """Lets one request a `spacing` (seconds) through to a host, whoever asks; nobody after `until` (monotonic)."""

    def __init__(self, spacing: float, until: float) -> None:
        self._spacing, self._until = spacing, until
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Wait for one's turn. `OutOfTime` where it would come too late."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, 0.0))
            if turn >= self._until:
                raise OutOfTime
            self._next[host] = turn + self._spacing
        time.sleep(turn - now)
