"""Encryption of a server that listens on a port by itself."""

import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """A certificate and its key, in files in PEM form.

    Raises:
        ValueError: a file is not there, or does not hold what it should; the key does not fit the certificate.
    """

    certificate: str | Path
    """The certificate, followed by those that lead to one that clients know."""
    key: str | Path | None = None
    """The key; None: it is in the same file."""
    password: str | None = None
    """What the key is encrypted with, if it is."""

    def __post_init__(self) -> None:
        self.context()

    def context(self) -> ssl.SSLContext:
        """The settings of a server that uses it: TLS 1.2 or newer."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Without a password OpenSSL would ask for one at the terminal.
        password = self.password if self.password is not None else ""
        try:
            context.load_cert_chain(self.certificate, self.key, password)
        except (OSError, ssl.SSLError) as error:
            raise ValueError(f"the certificate {str(self.certificate)!r} cannot be used: {error}") from error
        return context
