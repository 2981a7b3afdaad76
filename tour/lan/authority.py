"""The house's certificate authority: made once, able to vouch for this network and for nothing else."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tour.lan.names import DOMAIN, PRIVATE
from tour.lan.problem import LanError

FILE, COPY = "authority.pem", "authority.crt"
"""In the folder `lan` of the data folder: the key with its certificate, and the certificate alone to hand out."""

LASTS = timedelta(days=3650)
SLOW_CLOCKS = timedelta(days=1)
"""How far a device's clock may be behind."""

EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
"""Before this program was written: a clock that says so is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A root certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate alone, for devices."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        """The same in the form that Android and Windows take."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def ends(self) -> datetime:
        """When devices stop believing it."""
        return self.certificate.not_valid_after_utc


def fingerprint(certificate: x509.Certificate, kind: hashes.HashAlgorithm | None = None) -> str:
    """SHA-256 of a certificate (or another digest) as devices show it: `AB:CD:…`."""
    return certificate.fingerprint(kind or hashes.SHA256()).hex(":").upper()


def authority_of(folder: Path, name: str, now: datetime) -> Authority:
    """The authority that lies in a folder; made there the first time.

    Raises `LanError` for a file that others may read, that is damaged or out of date, and for a clock that is wrong.
    """
    if now < EARLIEST:
        raise LanError(f"the clock of this machine says {now:%Y-%m-%d}: set it, certificates count on it")
    if not (folder / FILE).exists():
        _write(folder, make(name, now))
    found = read(folder / FILE)
    begins = found.certificate.not_valid_before_utc
    if now < begins:
        raise LanError(
            f"the clock of this machine says {now:%Y-%m-%d}, and this house's authority was made on"
            f" {begins:%Y-%m-%d}: set the clock"
        )
    if now >= found.ends:
        raise LanError(
            f"{folder / FILE}: this house's authority ended on {found.ends:%Y-%m-%d}; move the file away, start again,"
            " and have every headset and phone trust the new one"
        )
    if not (folder / COPY).exists():
        (folder / COPY).write_bytes(found.pem)
    return found


def make(name: str, now: datetime) -> Authority:
    """A new authority: its key and a root certificate that holds for `.local` and private addresses only."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Caravanserai"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Caravanserai at {name}, made {now:%Y-%m-%d}"),
        ]
    )
    public = key.public_key()
    builder = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLOW_CLOCKS)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(_bounds(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return Authority(certificate=builder.sign(key, hashes.SHA256()), key=key)


def read(file: Path) -> Authority:
    """An authority from its file; raises `LanError`."""
    try:
        if file.stat().st_mode & 0o077:
            raise LanError(f"{file}: others may read this key; chmod 600 {file}")
        data = file.read_bytes()
    except OSError as wrong:
        raise LanError(f"{file}: cannot be read ({wrong.strerror}); start the server as who made it") from None
    try:
        key = serialization.load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature) as wrong:
        raise _damaged(file) from wrong
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise _damaged(file)
    return Authority(certificate=certificate, key=key)


def _damaged(file: Path) -> LanError:
    return LanError(
        f"{file}: damaged, no key with its certificate is in it; bring back a copy, or move it away and have every"
        " headset and phone trust the new authority"
    )


def _bounds() -> x509.NameConstraints:
    allowed = [x509.DNSName(DOMAIN), *map(x509.IPAddress, PRIVATE)]
    return x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as it is written to disk."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def write_secret(file: Path, data: bytes) -> None:
    """Put bytes where only the owner may read them, whole or not at all; raises `LanError`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = file.with_name(f".{file.name}.{os.getpid()}")
        aside.unlink(missing_ok=True)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
    except OSError as wrong:
        raise LanError(f"{file}: cannot be written ({wrong.strerror}); --data names another folder") from None


def _write(folder: Path, made: Authority) -> None:
    write_secret(folder / FILE, key_pem(made.key) + made.pem)
    (folder / COPY).write_bytes(made.pem)
