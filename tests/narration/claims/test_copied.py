from narration.claims.copied import copied

BOOK = {
    "Smith 1998": "The amphitheatre stands as the most eloquent witness of an age that loved stone and spectacle alike."
}
ZH = {"史记": "天下熙熙皆为利来天下攘攘皆为利往夫千乘之王"}


def test_eight_words_in_a_row_are_a_copy() -> None:
    reason = copied("Here stands the most eloquent witness of an age that loved stone and more.", BOOK, "en")
    assert reason
    assert "Smith 1998" in reason
    assert "witness of an age" in reason


def test_the_same_thing_in_other_words_is_none() -> None:
    assert copied("No building tells more of a time that loved stone and spectacle.", BOOK, "en") is None


def test_a_quotation_in_quotation_marks_is_fair() -> None:
    said = "Smith calls it “the most eloquent witness of an age that loved stone and spectacle alike”."
    assert copied(said, BOOK, "en") is None


def test_thirteen_characters_are_a_copy_where_words_are_not_parted() -> None:
    assert copied("所谓天下熙熙，皆为利来，天下攘攘，皆为利往。", ZH, "zh-Hans")
    assert copied("人们为利益而奔走。", ZH, "zh-Hans") is None
