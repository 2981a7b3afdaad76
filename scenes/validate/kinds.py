"""What a JSON value has to be: each kind looks at a value and says the code and message of what is wrong with it."""

from collections.abc import Callable
from typing import Any

from scenes.validate.notes import shown

Wrong = tuple[str, str] | None
Kind = Callable[[Any], Wrong]


def number(value: Any) -> bool:
    """Whether a JSON value is a number; `true` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def whole(least: int = 0, most: int = 2**53) -> Kind:
    """A whole number within limits; 3.0 is one (glTF 2.0, section 2.3.2)."""

    def look(value: Any) -> Wrong:
        if not number(value) or value != value // 1:
            return "TYPE_MISMATCH", f"Type mismatch. Property value {shown(value)} is not a 'integer'."
        if not least <= value <= most:
            return "VALUE_NOT_IN_RANGE", f"Value {shown(value)} is out of range."
        return None

    return look


def stride(value: Any) -> Wrong:
    """A bufferView's byteStride."""
    wrong = whole(4, 252)(value)
    if wrong is None and value % 4:
        return "VALUE_MULTIPLE_OF", f"Value {shown(value)} is not a multiple of 4."
    return wrong


def text(value: Any) -> Wrong:
    """A string."""
    return None if isinstance(value, str) else _not(value, "string")


def mapping(value: Any) -> Wrong:
    """An object."""
    return None if isinstance(value, dict) else _not(value, "object")


def numeric(value: Any) -> Wrong:
    """A number."""
    return None if number(value) else _not(value, "number")


def boolean(value: Any) -> Wrong:
    """True or false."""
    return None if isinstance(value, bool) else _not(value, "boolean")


def filled_mapping(value: Any) -> Wrong:
    """An object with at least one member."""
    return mapping(value) or _filled(value)


def numbers(count: int | None = None) -> Kind:
    """An array of numbers, of `count` of them if that is given."""

    def look(value: Any) -> Wrong:
        wrong = array(number, "number")(value)
        if wrong is None and count is not None and len(value) != count:
            return "ARRAY_LENGTH_NOT_IN_LIST", f"Invalid array length {len(value)}. Valid lengths are: ('{count}')."
        return wrong

    return look


def array(of: Callable[[Any], bool], name: str) -> Kind:
    """An array with at least one item, all of them what `of` says, which is called `name`."""

    def look(value: Any) -> Wrong:
        if not isinstance(value, list):
            return _not(value, "array")
        for each in value:
            if not of(each):
                return "ARRAY_TYPE_MISMATCH", f"Type mismatch. Array element {shown(each)} is not a '{name}'."
        return _filled(value)

    return look


anything: Kind = array(lambda each: True, "object")
"""An array with at least one item."""

objects: Kind = array(lambda each: isinstance(each, dict), "object")
"""An array of objects."""

texts: Kind = array(lambda each: isinstance(each, str), "string")
"""An array of strings."""


def distinct_indices(value: Any) -> Wrong:
    """An array of whole numbers, none of them twice."""
    wrong = array(lambda each: number(each) and each == each // 1, "integer")(value)
    if wrong is None and len(set(value)) < len(value):
        return "DUPLICATE_ELEMENTS", "Duplicate element."
    return wrong


def _not(value: Any, name: str) -> Wrong:
    return "TYPE_MISMATCH", f"Type mismatch. Property value {shown(value)} is not a '{name}'."


def _filled(value: Any) -> Wrong:
    return None if value else ("EMPTY_ENTITY", "Entity cannot be empty.")
