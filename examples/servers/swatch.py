"""Small pictures, made by hand: what the servers beside this file have to show."""

import struct
import zlib

COLORS = {"red": (220, 50, 47), "green": (133, 153, 0), "blue": (38, 139, 210)}


def png(color: tuple[int, int, int], size: int = 16) -> bytes:
    """A square of one color as a PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(color) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
