"""Pictures and sounds of annotations, as the API describes them."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from scenes.annotation import Annotation
from scenes.language import LanguageMap
from scenes.media import digest_in
from scenes.scene import Level, Site


class MediaDescription(Struct, frozen=True, kw_only=True):
    """A picture or a sound, what it is, and whose."""

    kind: Literal["Image", "Sound"]
    url: str
    media_type: str
    title: LanguageMap
    alt: LanguageMap
    licence: str
    holder: str
    source: str


def attached(site: Site, address: Callable[[Level], str]) -> dict[str, str]:
    """Where pictures and sounds are served, by digest."""
    return {level.digest: address(level) for level in site.attached}


def media_of(annotation: Annotation, where: Mapping[str, str]) -> tuple[MediaDescription, ...]:
    """Those that are here, in their order."""
    return tuple(
        MediaDescription(
            kind=each.kind, url=where[digest_in(each.file)], media_type=each.type, title=each.title, alt=each.alt,
            licence=each.licence, holder=each.holder, source=each.source,
        )
        for each in annotation.media
        if digest_in(each.file) in where
    )  # fmt: skip
