"""Annotations brought into a site that a machine translated: its words stay a machine's."""

import json
from pathlib import Path
from typing import Any

import pytest

from scenes.annotation import Annotation, to_web_annotation
from scenes.exchange.send_out import document_of
from scenes.scene import Site
from scenes.site_pack import load_site, read_site
from tests.builders import write_pack
from tests.scenes.exchange.conftest import Json, TakeIn
from tests.scenes.test_translations import FRENCH

BUCKET = Annotation(
    id="bucket", label={"en": "Bucket", "it": "Secchio", "zh-Hans": "桶"}, position=(0.0, 1.0, 0.0), facts=("depth",)
)


@pytest.fixture
def translated(tmp_path: Path) -> Site:
    """The well, where `take` brings things in, with words that a machine put into French."""
    folder = write_pack(tmp_path / "sites" / "well")
    (folder / "translations").mkdir()
    (folder / "translations" / "fr.toml").write_text(FRENCH, encoding="utf-8")
    return load_site(folder)


def page(*notes: Annotation) -> Json:
    items: list[Any] = [to_web_annotation(each, "scene") for each in notes]
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}


def test_translations_stay_translations(translated: Site, take: TakeIn) -> None:
    written = (translated.folder / "translations" / "fr.toml").read_bytes()
    joined, _ = take(page(BUCKET), site="well")
    assert "bucket" in {each.id for each in joined.scene.annotations}
    assert (joined.folder / "translations" / "fr.toml").read_bytes() == written
    assert joined.translations == translated.translations
    assert joined.title["fr"] == "Le puits"
    by_people = read_site(joined.folder)
    assert "fr" not in by_people.title
    assert all("fr" not in each.label for each in by_people.scene.annotations)
    assert all("fr" not in each.title for each in by_people.scene.stops)
    assert all("fr" not in each.text for each in by_people.facts.values())


def test_what_went_out_with_a_machine_s_labels_comes_back_without(translated: Site, take: TakeIn) -> None:
    sent = document_of(translated, "webannotation")
    assert "Le puits" in json.dumps(sent)
    joined, _ = take(sent, site="well")
    assert joined.scene.annotations == translated.scene.annotations
    assert all("fr" not in each.label for each in read_site(joined.folder).scene.annotations)


def test_a_label_that_a_person_wrote_in_that_language_is_theirs(translated: Site, take: TakeIn) -> None:
    well = next(each for each in translated.scene.annotations if each.id == "well")
    sent = page(Annotation(id="well", label={**well.label, "fr": "La fontaine"}, position=well.position))
    take(sent, site="well")
    labels = {each.id: each.label for each in read_site(translated.folder).scene.annotations}
    assert labels["well"]["fr"] == "La fontaine"
