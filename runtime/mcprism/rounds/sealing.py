"""Authenticated encryption of bytes as a text."""

import base64
import binascii
import os
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12


class Seal:
    """Seals with the first key and opens with any. AES-GCM with a random nonce for each text."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = [AESGCM(key) for key in keys]

    def close(self, content: bytes) -> str:
        """The text: nonce, encrypted bytes and tag, in URL-safe base64 without padding."""
        nonce = os.urandom(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._keys[0].encrypt(nonce, content, None)).rstrip(b"=").decode()

    def open(self, text: str) -> bytes | None:
        """The bytes, or None if none of the keys sealed this text."""
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            return None
        for key in self._keys:
            try:
                return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
            except (InvalidTag, ValueError):
                continue
        return None
