"""The certificate that visitors' devices are shown: for one name and the addresses of now, for a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tour.lan.authority import SLOW_CLOCKS, Authority, key_pem, write_secret
from tour.lan.names import is_private

FILE = "house.pem"
LASTS, RENEWED_BEFORE = timedelta(days=30), timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as it lies on the disk with its key."""

    file: Path
    certificate: x509.Certificate

    @property
    def names(self) -> tuple[str, ...]:
        """What it holds for: the name first, then addresses."""
        held = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = (*held.get_values_for_type(x509.DNSName), *held.get_values_for_type(x509.IPAddress))
        return tuple(map(str, found))

    @property
    def ends(self) -> datetime:
        """When devices stop believing it."""
        return self.certificate.not_valid_after_utc

    def days_left(self, now: datetime) -> int:
        """Whole days until then; negative afterwards."""
        return (self.ends - now).days

    def serves(self, names: Sequence[str], now: datetime) -> bool:
        """Whether it holds for exactly these names and is not to be renewed yet."""
        fresh = self.certificate.not_valid_before_utc <= now < self.ends - RENEWED_BEFORE
        return fresh and set(self.names) == set(names)


def names_of(host: str, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
    """What a certificate has to hold for; loopback is left out, no authority of ours may vouch for it."""
    return (host, *(str(address) for address in addresses if is_private(address)))


def certificate_of(folder: Path, authority: Authority, names: Sequence[str], now: datetime) -> Certificate:
    """The certificate of a folder where it still serves, else a new one that is written there."""
    found = read(folder / FILE, authority)
    if found is not None and found.serves(names, now):
        return found
    return issue(folder, authority, names, now)


def read(file: Path, authority: Authority) -> Certificate | None:
    """What lies there, if this authority signed it; None for anything else: a new one costs nothing."""
    try:
        data = file.read_bytes()
        serialization.load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
        certificate.verify_directly_issued_by(authority.certificate)
    except (OSError, ValueError, TypeError, InvalidSignature):
        return None
    return Certificate(file=file, certificate=certificate)


def issue(folder: Path, authority: Authority, names: Sequence[str], now: datetime) -> Certificate:
    """A new certificate with a key of its own, never outliving its authority; raises `LanError`."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _builder(authority, names, now, key.public_key()).sign(authority.key, hashes.SHA256())
    chain = certificate.public_bytes(serialization.Encoding.PEM) + authority.pem
    write_secret(folder / FILE, key_pem(key) + chain)
    return Certificate(file=folder / FILE, certificate=certificate)


def _builder(
    authority: Authority, names: Sequence[str], now: datetime, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    root = authority.certificate
    return (
        x509.CertificateBuilder(issuer_name=root.subject, public_key=public)
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])]))
        .serial_number(x509.random_serial_number())
        .not_valid_before(max(now - SLOW_CLOCKS, root.not_valid_before_utc))
        .not_valid_after(min(now + LASTS, root.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(_issuer_key(root), critical=False)
    )


def _issuer_key(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(IPv4Address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
