"""The pairs are as they should be, and tell no fact that the reader is measured on."""

from pathlib import Path

import pytest

from tests.eval.cases import HALVES, Half, cases
from tests.eval.reader.pairs import FACT, blocks, files


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_file_is_well_formed(path: Path) -> None:
    found = list(blocks(path))
    assert found
    for block in found:
        assert {one.true for one in block.sentences} == {True, False}
        assert not {one.text for one in block.sentences} & set(block.facts)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_no_sentence_is_both_true_and_false_of_the_same_facts(path: Path) -> None:
    for block in blocks(path):
        texts = [one.text for one in block.sentences]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("half", HALVES)
def test_no_fact_of_the_injected_set_stands_in_the_pairs(half: Half) -> None:
    texts = [path.read_text(encoding="utf-8") for path in files()]
    facts = {case.fact.text[case.language] for case in cases(half)}
    assert sum(fact in text for fact in facts for text in texts) == 0


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("+name: A sentence about nothing.", "without a fact"),
        (f"{FACT} A fact.\n+colour: A sentence.", r"known kind: \+colour"),
        (f"{FACT} A fact.\nA line.", "known kind: A line"),
        (f"{FACT} A fact.\n-name:", "known kind: -name"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(text: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "en-w1.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"en-w1\.txt: .*{wrong}"):
        list(blocks(path))
