"""Who may talk to a server by HTTP: the `Host` and the `Origin` of a request.

A page anywhere can have a browser send requests to a server on the user's own machine, and by DNS rebinding read the
answers. The browser says honestly where the page is from, and by which name it thinks that it reaches the server.

Spec: basic/transports ("Security Warning")
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

LOOPBACK_HOSTS: Final = ("localhost:*", "127.0.0.1:*", "[::1]:*")
"""The names by which programs and pages on the same machine reach a server that only they can reach."""

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::(\d{1,5}|\*))?\Z")


def is_loopback(host: str) -> bool:
    """Whether a server that is bound to this host is reached from the same machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Hosts:
    """The values of `Host` that are served, and by default pages of which origins.

    Args:
        allowed: `name`, `name:port` or `name:*`; without a port any is meant. Names are compared without case.

    Raises:
        ValueError: one of them is no host.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(_parts(host) for host in allowed)
        self._seen: set[bytes] = set()

    def allows(self, host: bytes | None) -> bool:
        """Whether a request with this `Host` is served; one without any is not."""
        # Clients send the same one all the time; how many there may be is up to them.
        if host in self._seen:
            return True
        try:
            name, port = _parts((host or b"").decode("latin-1"))
        except ValueError:
            return False
        if (name, "*") not in self._allowed and (name, port) not in self._allowed:
            return False
        if host is not None and len(self._seen) < 64:
            self._seen.add(host)
        return True


class Origins:
    """The pages that may use a server: those of listed origins, or by default those that come from allowed hosts.

    Args:
        hosts: whose pages are let in where no origins are listed; None: those of any host.
        allowed: origins as `https://name` or `https://name:port`; `*` is any.
        also: further ones, whether origins are listed or not.

    Raises:
        ValueError: one of them is no origin.
    """

    def __init__(self, hosts: Hosts | None, allowed: Iterable[str] | None, *, also: Iterable[str] = ()) -> None:
        self._hosts = hosts
        self._is_listed = allowed is not None
        self._allowed = frozenset(map(origin_of, (*(allowed or ()), *also)))

    def allows(self, origin: bytes) -> bool:
        """Whether a request with this `Origin` is served. `null`, which a page can bring about, is not."""
        text = origin.decode("latin-1").lower()
        if text in self._allowed or "*" in self._allowed:
            return True
        if self._is_listed:
            return False
        if self._hosts is None:
            return True
        scheme, separator, host = text.partition("://")
        return separator != "" and scheme in ("http", "https") and self._hosts.allows(host.encode("latin-1"))


def _parts(host: str) -> tuple[str, str]:
    found = _HOST.match(host.lower())
    if found is None:
        raise ValueError(f"a host must be written as name, name:port or name:*, not {host!r:.100}")
    # A port that is not named is that of the scheme, which proxies change on the way.
    return found[1], found[2] or "*"


def origin_of(origin: str) -> str:
    """An origin as browsers write it; `*` stays.

    Raises:
        ValueError: it is none.
    """
    if origin == "*":
        return origin
    parts = urlsplit(origin.lower())
    if not parts.scheme or not parts.netloc or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"an origin must be written as https://name or https://name:port, not {origin!r:.100}")
    return f"{parts.scheme}://{parts.netloc}"
