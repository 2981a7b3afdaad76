"""Annotations brought into a site that a machine translated: its words stay a machine's."""

import json
from pathlib import Path
from typing import Any

import pytest

from scenes.annotation import Annotation, to_web_annotation
from scenes.exchange.send_out import document_of, send_out
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


@pytest.mark.parametrize("form", ["iiif", "svx"])
def test_a_translated_site_comes_back_with_its_translations_and_no_machine_s_words_as_people_s(
    form: str, translated: Site, tmp_path: Path, take: TakeIn
) -> None:
    before = read_site(translated.folder)
    document = send_out(translated, form, tmp_path / "out").document
    back, report = take(document, site="well", replace=True)
    assert report.own
    assert report.findings == ()
    assert back.translations == translated.translations
    assert back.title["fr"] == "Le puits"
    alone = read_site(back.folder)
    assert (alone.title, alone.summary, alone.welcome) == (before.title, before.summary, before.welcome)
    assert alone.scene.annotations == before.scene.annotations
    assert alone.scene.stops == before.scene.stops
    assert (alone.facts, alone.glossary) == (before.facts, before.glossary)


def test_a_machine_s_word_that_somebody_mended_in_the_document_is_theirs(
    translated: Site, tmp_path: Path, take: TakeIn
) -> None:
    document = send_out(translated, "iiif", tmp_path / "out").document
    whole = json.loads(document.read_text(encoding="utf-8"))
    assert whole["label"]["fr"] == ["Le puits"]
    whole["label"]["fr"] = ["La fontaine"]
    document.write_text(json.dumps(whole), encoding="utf-8")
    back, _ = take(document, site="well", replace=True)
    assert read_site(back.folder).title["fr"] == "La fontaine"
    assert back.translations.keys() == {"fr"}


def test_what_is_gone_from_a_document_is_gone_from_its_translations(
    translated: Site, tmp_path: Path, take: TakeIn
) -> None:
    looked_at = {stop.annotation for stop in translated.scene.stops}
    loose = Annotation(id="bucket", label={"en": "Bucket", "it": "Secchio", "zh-Hans": "桶"}, position=(0.0, 1.0, 0.0))
    assert "bucket" not in looked_at
    take(page(loose), site="well")
    file = translated.folder / "translations" / "fr.toml"
    file.write_text(file.read_text().replace("[labels]\n", '[labels]\nbucket = "Seau"\n'))
    document = send_out(load_site(translated.folder), "iiif", tmp_path / "out").document
    whole = json.loads(document.read_text(encoding="utf-8"))
    for each in whole["items"][0]["annotations"]:
        each["items"] = [row for row in each["items"] if not row["id"].endswith("bucket")]
    document.write_text(json.dumps(whole), encoding="utf-8")
    back, _ = take(document, site="well", replace=True)
    assert "bucket" not in {each.id for each in back.scene.annotations}
    assert "bucket" not in back.translations["fr"].labels
