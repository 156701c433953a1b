"""Files to upload: real ones, broken ones and hostile ones."""

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def png(width: int = 8, height: int = 6, *, text: bytes = b"") -> bytes:
    """A picture of one colour, `text` in a comment."""
    rows = b"".join(b"\0" + bytes((200, 30, 30)) * width for _ in range(height))
    comment = _chunk(b"tEXt", b"Comment\0" + text) if text else b""
    head = _chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + comment + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Few bytes that unpack to gigabytes of white."""
    row = b"\0" + b"\xff" * (width // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row * 500) for _ in range(height // 500)) + packer.flush()
    head = _chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def photo(width: int = 40, height: int = 20, *, orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with the place where it was taken."""
    from PIL import Image  # noqa: PLC0415 - loaded by the tests that need it

    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone of Anna"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 58.0, 46.0)})
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (20, 120, 60)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects += [
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        drawing = f"BT /F1 14 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def docx(*paragraphs: str, head: str = "", body: str = "") -> bytes:
    """A Word document; a paragraph that begins with `# ` is a heading. `head` and `body` are XML put in as they are."""
    parts = []
    for paragraph in paragraphs:
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if paragraph.startswith("# ") else ""
        parts.append(f"<w:p>{style}<w:r><w:t>{escape(paragraph.removeprefix('# '))}</w:t></w:r></w:p>")
    document = (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_WORD}"><w:body>{"".join(parts)}{body}</w:body></w:document>'
    )
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def docx_bomb(unpacked_bytes: int) -> bytes:
    """A Word document of some kilobytes whose text unpacks to as much as asked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as entry:
            entry.write(f'<w:document xmlns:w="{_WORD}"><w:body><w:p>'.encode())
            piece = b"<w:r/>" * 100_000
            for _ in range(unpacked_bytes // len(piece) + 1):
                entry.write(piece)
            entry.write(b"</w:p></w:body></w:document>")
    return buffer.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    """An archive, the same at any time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
