"""What the terminal says once the house is open to its network."""

from tour.lan.authority import fingerprint
from tour.lan.doorstep import qr
from tour.lan.network import Network
from tour.lan.page import grouped

BLACK_ON_WHITE, AS_BEFORE = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
BLOCKS = " ▄▀█"
"""Neither module dark, the lower, the upper, both."""

NO_NETWORK = (
    "There is no network yet: connect this machine to the museum's Wi-Fi or cable,"
    " and within half a minute it opens there too."
)


def opened(network: Network, loopback: str, *, studio: bool) -> str:
    """Addresses, what is reachable under them, the way to trust with its QR code, and what to compare."""
    if not network.doorsteps:
        return f"Caravanserai is open at {loopback} on this machine. {NO_NETWORK}"
    papers, doorstep = network.papers, network.doorsteps[0]
    return "\n".join(
        (
            f"Caravanserai is open at {loopback} on this machine, for everybody who works here,",
            f"and in this network at {' and '.join(network.urls)}",
            _reach(studio=studio),
            "",
            f"Once for each headset and phone, until it trusts this house: {doorstep}",
            code(doorstep),
            f"Compare there, SHA-256 of the authority:   {grouped(fingerprint(papers.authority.certificate))}",
            f"of the certificate until {papers.certificate.ends:%Y-%m-%d}:        "
            f"{grouped(fingerprint(papers.certificate.certificate))}",
        )
    )


def _reach(*, studio: bool) -> str:
    if studio:
        return "Everybody in the network can walk the sites and ask the guide, and can try to sign in to the studio."
    return (
        "Everybody in the network can walk the published sites and ask the guide; studio, accounts and figures answer"
        " on this machine only (--lan-studio opens them too)."
    )


def code(url: str) -> str:
    """A QR code in half blocks, black on white whatever the terminal's colours are."""
    rows = [[bool(module) for module in row] for row in qr(url).matrix_iter(border=2)]
    pairs = zip(rows[::2], [*rows[1::2], [False] * len(rows[0])], strict=False)
    return "\n".join(BLACK_ON_WHITE + "".join(map(_block, *pair)) + AS_BEFORE for pair in pairs)


def _block(upper: bool, lower: bool) -> str:
    return BLOCKS[2 * upper + lower]
