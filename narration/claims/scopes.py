"""What a mark governs, and what stands over against it in the same stretch."""

from collections.abc import Iterable, Iterator, Sequence

from narration.claims.lexing import Token

SPEAKING = frozenset({"word", "name"})
TO_THE_END = frozenset({"so", "then"})
"""Marks whose clause is the later one, or the effect, from its own beginning to the end of the stretch."""
NEAR = 3
"""Mentions that a mark of place or measure governs at most."""
ALONE = 1
"""Mentions that any other mark governs where it begins a stretch without commas."""
THAN_TOO = frozenset({"che", "que", "di", "del", "dello", "della", "dei", "degli", "delle", "dell'"})
WITH_THAN = frozenset({"en", "it", "fr", "es", "pt", "de", "id"})
"""Languages in which a comparison has a word for `than`."""
LONG = 4
"""Mentions before its comma that make a clause too long to be sure where what a mark governs ends."""

Scope = tuple[list[str], list[str]]
"""The keys that a mark governs, and those that stand over against them."""


def clause_scope(tokens: Sequence[Token], at: int) -> Scope:
    """The scope of a mark of time or cause."""
    if tokens[at].key in TO_THE_END:
        return _to_the_end(tokens, at)
    if tokens[at].after:
        governed = list(_keys(_until(reversed(tokens[:at]), {"stop", "cut"})))
    elif _commaless(tokens, at):
        governed = list(_keys(tokens[at + 1 :]))[:ALONE]
    else:
        governed = list(_keys(_until(tokens[at + 1 :], {"stop", ","})))
        governed = governed[:ALONE] if at == _start(tokens, at) and len(governed) > LONG else governed
    return governed, list(_keys(tokens[_start(tokens, at) : _end(tokens, at)]))


def near_scope(tokens: Sequence[Token], at: int, compares: bool, tongue: str) -> Scope:
    """The scope of a mark of place, or of one that compares: what stands next to it, or after its `than`."""
    than = _than(tokens, at) if compares else at
    if compares and than == at and tongue in WITH_THAN:
        return [], []
    if tokens[at].after:
        governed = list(_keys(_until(reversed(tokens[:at]), {"stop", "cut"})))[:NEAR]
    else:
        governed = list(_next(tokens, than))
    return governed, list(_keys(tokens[_start(tokens, at) : _end(tokens, at)]))


def _to_the_end(tokens: Sequence[Token], at: int) -> Scope:
    start, clause = _start(tokens, at), at
    while clause > start and tokens[clause - 1].kind != "cut":
        clause -= 1
    before = list(_keys(tokens[start:clause])) or list(_keys(tokens[:start]))
    if not before:
        clause, before = at, list(_keys(tokens[start:at]))
    return list(_keys(tokens[clause : _end(tokens, at)])), before


def _next(tokens: Sequence[Token], at: int) -> Iterator[str]:
    count = 0
    for token in tokens[at + 1 :]:
        if token.kind in {"stop", "cut"} or count >= NEAR or (count and token.kind == "mark"):
            return
        if token.kind in SPEAKING:
            count += 1
            yield token.key


def _than(tokens: Sequence[Token], at: int) -> int:
    """Where the `than` of a comparison stands, or the comparison itself."""
    for later in range(at + 1, min(at + 5, len(tokens))):
        token = tokens[later]
        if token.key in {"than", "from"} or token.text in THAN_TOO:
            return later
        if token.kind in {"stop", "cut"}:
            break
    return at


def _commaless(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark begins a stretch in which no comma tells where its clause ends."""
    return at == _start(tokens, at) and not any(token.key == "," for token in tokens[at : _end(tokens, at)])


def _start(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].kind != "stop":
        at -= 1
    return at


def _end(tokens: Sequence[Token], at: int) -> int:
    return next((later for later in range(at, len(tokens)) if tokens[later].kind == "stop"), len(tokens))


def _keys(tokens: Iterable[Token]) -> Iterator[str]:
    return (token.key for token in tokens if token.kind in SPEAKING)


def _until(tokens: Iterable[Token], ends: set[str]) -> Iterator[Token]:
    for token in tokens:
        if token.kind in ends or (token.kind == "cut" and token.key in ends):
            return
        yield token
