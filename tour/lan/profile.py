"""The authority as a configuration profile, which is how iPhone, iPad and Mac take one in."""

import plistlib
from uuid import NAMESPACE_URL, uuid5

from tour.lan.authority import Authority, fingerprint

MEDIA_TYPE = "application/x-apple-aspen-config"


def profile(authority: Authority, host: str) -> bytes:
    """A property list with the root certificate; the same authority always gives the same profile.

    It is not signed: the device says so, and shows the certificate in it.
    """
    mark = fingerprint(authority.certificate)
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"caravanserai.{host}",
            "PayloadUUID": _uuid(mark, "profile"),
            "PayloadDisplayName": f"Caravanserai at {host}",
            "PayloadDescription": f"Trusts the tours of {host}. SHA-256 {mark}",
            "PayloadContent": [
                {
                    "PayloadType": "com.apple.security.root",
                    "PayloadVersion": 1,
                    "PayloadIdentifier": f"caravanserai.{host}.authority",
                    "PayloadUUID": _uuid(mark, "authority"),
                    "PayloadDisplayName": f"Authority of {host}",
                    "PayloadCertificateFileName": "authority.crt",
                    "PayloadContent": authority.der,
                }
            ],
        }
    )


def _uuid(mark: str, part: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"caravanserai:{mark}:{part}")).upper()
