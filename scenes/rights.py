"""Rights as the standards carry them: licence URLs, and the XMP packet of a glTF asset (KHR_xmp_json_ld).

Licences are SPDX identifiers here; IIIF and XMP want URLs. The packet's terms are those of Dublin Core and of XMP's
rights namespace (ISO 16684-1), its language alternatives written as the extension's specification has them.
"""

import re
from typing import Any

from scenes.language import LanguageMap, is_tag
from scenes.scene import Rights

UNSTATED = "LicenseRef-unstated"
"""The licence of what nobody has said whose it is (an SPDX reference)."""

EXTENSION = "KHR_xmp_json_ld"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
ANY = "x-default"
"""XMP's language tag of a text in no particular language."""

FREE = {
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-PDDC": "http://creativecommons.org/publicdomain/mark/1.0/",
}
CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")
CREATIVE_COMMONS_URL = re.compile(r"https?://creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)/?.*", re.I)
STATEMENTS = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/([A-Za-z-]{2,20})/1\.0/?.*")
SAID = re.compile(r"\bCC[ -]?(BY(?:[ -]NC)?(?:[ -](?:SA|ND))?)[ -]v?(\d\.\d)", re.I)
MAX_TEXT = 4000


def licence_url(licence: str) -> str:
    """The URL of a licence at Creative Commons or RightsStatements.org, as IIIF wants it; empty for every other."""
    if licence in FREE:
        return FREE[licence]
    match = CREATIVE_COMMONS.fullmatch(licence)
    if match:
        return f"http://creativecommons.org/licenses/{match.group(1).lower()}/{match.group(2)}/"
    statement = STATEMENTS.fullmatch(licence)
    if statement:
        return f"http://rightsstatements.org/vocab/{statement.group(1)}/1.0/"
    other = licence_of(licence)
    return licence_url(other) if other not in (licence, UNSTATED) else ""


def licence_of(text: str) -> str:
    """The licence that a URL or a copyright notice names: an SPDX identifier, else the URL, else `UNSTATED`."""
    for identifier, url in FREE.items():
        if text.lower().startswith((url, url.replace("http:", "https:"))):
            return identifier
    match = CREATIVE_COMMONS_URL.fullmatch(text) or SAID.search(text)
    if match:
        return f"CC-{match.group(1).upper().replace(' ', '-')}-{match.group(2)}"
    if re.search(r"\bCC[ -]?0\b", text, re.I):
        return "CC0-1.0"
    return text if re.fullmatch(r"https?://\S{1,500}", text) else UNSTATED


def copyright_notice(rights: Rights) -> str:
    """The one line that a glTF's `asset.copyright` and an SVX document hold."""
    return f"{rights.holder}, {rights.licence}"


def packet(rights: Rights, title: LanguageMap) -> dict[str, Any]:
    """The XMP packet of a glTF asset under these rights, for `extensions.KHR_xmp_json_ld.packets`.

    `title` gives `dc:title`. The statement in each language is `dc:rights`, or holder and licence where there is none.
    """
    url = licence_url(rights.licence) or (rights.licence if rights.licence.startswith("http") else "")
    return {
        "@context": dict(NAMESPACES),
        "@id": "",
        "dc:title": _alternatives(title),
        "dc:creator": {"@list": [rights.holder]},
        "dc:rights": _alternatives(rights.statement or {ANY: copyright_notice(rights)}),
        "xmpRights:Marked": rights.licence not in FREE,
        "xmpRights:Owner": {"@set": [rights.holder]},
        "xmpRights:UsageTerms": _alternatives({ANY: rights.licence}),
        **({"xmpRights:WebStatement": url} if url else {}),
    }


def rights_of(document: dict[str, Any]) -> tuple[Rights | None, LanguageMap]:
    """The rights and the title that a glTF document states, in its XMP packet or in `asset.copyright`.

    Nothing of a stranger's document is trusted: what has another shape than the standard's is passed over. The rights
    are None where neither is stated.
    """
    asset = _object(document.get("asset"))
    found = _packet_of(document, asset)
    notice = asset.get("copyright")
    notice = notice.strip()[:MAX_TEXT] if isinstance(notice, str) else ""
    if not found:
        return (Rights(licence=licence_of(notice), holder=notice) if notice else None), {}
    terms = _texts(found.get("xmpRights:UsageTerms"))
    web = found.get("xmpRights:WebStatement")
    said = terms.get(ANY) or next(iter(terms.values()), "") or (licence_of(web) if isinstance(web, str) else "")
    holder = _first(found.get("xmpRights:Owner")) or _first(found.get("dc:creator")) or notice
    title = {tag: text for tag, text in _texts(found.get("dc:title")).items() if is_tag(tag)}
    if not (said or holder):
        return None, title
    statement = {tag: text for tag, text in _texts(found.get("dc:rights")).items() if is_tag(tag)}
    return Rights(licence=said or licence_of(notice), holder=holder or "unstated", statement=statement), title


def _packet_of(document: dict[str, Any], asset: dict[str, Any]) -> dict[str, Any]:
    index = _object(_object(asset.get("extensions")).get(EXTENSION)).get("packet")
    packets = _object(_object(document.get("extensions")).get(EXTENSION)).get("packets")
    if not (isinstance(packets, list) and isinstance(index, int) and 0 <= index < len(packets)):
        return {}
    return _object(packets[index])


def _alternatives(texts: LanguageMap) -> dict[str, Any]:
    rows = {f"rdf:_{number}": {"@language": tag, "@value": text} for number, (tag, text) in enumerate(texts.items(), 1)}
    return {"@type": "rdf:Alt", **rows}


def _texts(value: Any) -> LanguageMap:
    if isinstance(value, str):
        return {ANY: value[:MAX_TEXT]}
    found: LanguageMap = {}
    for key, row in _object(value).items():
        text = row.get("@value") if key.startswith("rdf:_") and isinstance(row, dict) else None
        if isinstance(text, str) and text.strip():
            found[str(row.get("@language", ANY))] = text[:MAX_TEXT]
    return found


def _first(value: Any) -> str:
    value = next((value[key] for key in ("@list", "@set") if key in value), value) if isinstance(value, dict) else value
    value = value[0] if isinstance(value, list) and value else value
    return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
