"""Photos for print: the largest rendition, with credit and terms written into the file.

The picture itself is not touched. What the library took away on arrival (place, camera) does not come back: the
file gains one segment of XMP (ISO 16684-1, fields of IPTC Photo Metadata 2023.2), which picture desks read.
"""

from dataclasses import dataclass
from html import escape

from django.core.files.storage import default_storage

from selayar_site.models import Photo

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
# A segment holds 65,533 bytes; our words are far from it.
_TEMPLATE = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
    photoshop:Credit="{credit}" photoshop:Source="{source}" xmpRights:Marked="True"
    xmpRights:WebStatement="{address}">
   <dc:creator><rdf:Seq><rdf:li>{credit}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{terms}</rdf:li></rdf:Alt></dc:rights>
   <xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{terms}</rdf:li></rdf:Alt></xmpRights:UsageTerms>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Credit:
    """What is written into the file."""

    credit: str
    caption: str
    source: str
    terms: str
    address: str  # where the release or the terms are read


def print_size(photo: Photo, credit: Credit) -> int:
    """Bytes of `print_file`, without reading it. Raises FileNotFoundError."""
    return default_storage.size(_name(photo)) + len(_segment(credit))


def print_file(photo: Photo, credit: Credit) -> bytes:
    """The JPEG at most 2560 px wide or high. Raises FileNotFoundError."""
    with default_storage.open(_name(photo)) as file:
        jpeg: bytes = file.read()
    at = _after_jfif(jpeg)
    return jpeg[:at] + _segment(credit) + jpeg[at:]


def _name(photo: Photo) -> str:
    return photo.file_name("master", photo.widths("master")[-1])


def _after_jfif(jpeg: bytes) -> int:
    """Behind the start of the image and its JFIF segment, which must stay the first."""
    return 4 + int.from_bytes(jpeg[4:6]) if jpeg[2:4] == b"\xff\xe0" else 2


def _segment(credit: Credit) -> bytes:
    words = {name: escape(getattr(credit, name)) for name in Credit.__dataclass_fields__}
    body = _XMP + _TEMPLATE.format(**words).encode()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
