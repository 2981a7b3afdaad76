"""On which side of the year 1 a date lies, where the words beside it say so."""

import re
from typing import Literal

BC_AFTER = re.compile(
    r"[\s,]*(?:antes de (?:Cristo|nuestra era)|antes da nossa era)"
    r"|[\s,]*(?:до н\.\s?э\.|до нашей эры|قبل الميلاد|ق\.\s?م|a\.\s?de\s?C|av\.\s?J|ईसा पूर्व|MÖ|SM\b)"
    r"|[\s,]*(?:avant (?:notre ère|J)|пр\. Хр|ก่อนคริสต|vor (?:unserer Zeit|Chr)|prima di Cristo)"
    r"|[\s,]*(?:B\.?\s?C\.?(?:E\.?)?(?![a-z])|a\.\s?C\.|aC\b|av(?:anti)?\.?\s(?:Cristo|J\.?-?C)|v\.\s?Chr"
    r"|before Christ)"
)
AD_AFTER = re.compile(
    r"[\s,]*(?:н\.\s?э\.|нашей эры|(?:ال)?ميلادي(?:ة|ًا)?|للميلاد|م(?!\w)"
    r"|después de Cristo|de notre ère|ईस्वी|MS\b|میلادی)"
    r"|[\s,]*(?:(?:A\.?\s?D|C\.?\s?E)\.?(?![A-Za-z])|d\.\s?C\.|dC\b|dopo Cristo|ap(?:r)?\.?\sJ\.?-?C|n\.\s?Chr)"
)
AD_BEFORE = re.compile(r"(?:\bA\.?D\.?|\bC\.?E\.?|公元|西元)\s?(?:第|前?约|约)?$")
BC_BEFORE = re.compile(r"(?:公元前|西元前|纪元前|紀元前|기원전|\bB\.?C\.?)\s?(?:第|约)?$")


def era(before: str, after: str, skip: int) -> tuple[Literal["", "ad", "bc"], int]:
    """The era of a number between two texts, and how many characters of the second it takes, from `skip` on."""
    for pattern, side in ((BC_AFTER, "bc"), (AD_AFTER, "ad")):
        if found := pattern.match(after[skip:]):
            return ("bc" if side == "bc" else "ad"), skip + found.end()
    if BC_BEFORE.search(before):
        return "bc", skip
    return ("ad" if AD_BEFORE.search(before) else ""), skip
