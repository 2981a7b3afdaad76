"""What the house shows to say who it is: authority, certificate, and the TLS context that stays while they change."""

import logging
import ssl
from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Address
from pathlib import Path

from tour.lan.authority import Authority, authority_of
from tour.lan.certificate import Certificate, certificate_of, names_of

log = logging.getLogger(__name__)

FOLDER = "lan"
"""In the data folder."""


class Papers:
    """The papers of one house; `fit` renews them while it is open, and new connections are shown the new ones."""

    def __init__(self, data: Path, host: str, addresses: Sequence[IPv4Address], now: datetime) -> None:
        """Raises `LanError`."""
        self.folder, self.host = data / FOLDER, host
        self.authority: Authority = authority_of(self.folder, host, now)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.certificate: Certificate = self._show(addresses, now)

    def fit(self, addresses: Sequence[IPv4Address], now: datetime) -> bool:
        """Renew the certificate where it is due, or the addresses are others; whether that was so.

        Raises `LanError`; what was shown before is shown on.
        """
        if self.certificate.serves(names_of(self.host, addresses), now):
            return False
        self.authority = authority_of(self.folder, self.host, now)
        self.certificate = self._show(addresses, now)
        log.info("certificate renewed", extra={"until": f"{self.certificate.ends:%Y-%m-%d}"})
        return True

    def _show(self, addresses: Sequence[IPv4Address], now: datetime) -> Certificate:
        found = certificate_of(self.folder, self.authority, names_of(self.host, addresses), now)
        # On the context that listens already: OpenSSL shows what was loaded last to every new connection.
        self.context.load_cert_chain(found.file)
        return found
