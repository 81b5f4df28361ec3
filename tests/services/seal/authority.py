"""Issuers, their answers about certificates, and a time-stamp authority, over HTTP on this machine (certomancer)."""

import threading
from io import BytesIO
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.util import setup_testing_defaults

import yaml
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import load_der_x509_certificate

from kuidocs.services.seal.key import SealKey

CONFIG = """
external-url-prefix: http://127.0.0.1:{port}
keysets:
  ks:
    keys:
      root: {{path: root.pem}}
      interm: {{path: interm.pem}}
      ocsp: {{path: ocsp.pem}}
      tsa: {{path: tsa.pem}}
      seal: {{path: seal.pem}}
      curve: {{path: curve.pem}}
pki-architectures:
  kui:
    keyset: ks
    entity-defaults: {{country-name: DK, organization-name: Fjordlund Kommune}}
    entities:
      root: {{common-name: "TEST Rod"}}
      interm: {{common-name: "TEST Udsteder"}}
      ocsp: {{common-name: "TEST OCSP"}}
      tsa: {{common-name: "TEST Tidsstempel", organization-name: "TEST Tid"}}
      seal: {{common-name: "Fjordlund Kommune (segl)"}}
      curve: {{common-name: "Fjordlund Kommune (segl)"}}
    certs:
      root: {{subject: root, issuer: root, subject-key: root, authority-key: root, validity: &long
          {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}},
        extensions: [{{id: basic_constraints, critical: true, value: {{ca: true}}}},
          {{id: key_usage, critical: true, smart-value: {{schema: key-usage,
            params: [digital_signature, key_cert_sign, crl_sign]}}}}]}}
      interm: {{subject: interm, issuer: root, subject-key: interm, authority-key: root, validity: *long,
        extensions: [{{id: basic_constraints, critical: true, value: {{ca: true, path_len_constraint: 0}}}},
          {{id: key_usage, critical: true, smart-value: {{schema: key-usage,
            params: [digital_signature, key_cert_sign, crl_sign]}}}},
          {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}]}}
      ocsp: {{subject: ocsp, issuer: interm, subject-key: ocsp, authority-key: interm, validity: *long,
        extensions: [{{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}},
          {{id: extended_key_usage, value: [ocsp_signing]}}, {{id: ocsp_no_check}}]}}
      tsa: {{subject: tsa, issuer: root, subject-key: tsa, authority-key: root, validity: *long,
        extensions: [{{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}},
          {{id: extended_key_usage, critical: true, value: [time_stamping]}},
          {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}]}}
      curve: {{subject: curve, issuer: interm, subject-key: curve, authority-key: interm, validity: *long,
        extensions: &sealing [{{id: key_usage, critical: true, smart-value: {{schema: key-usage,
            params: [digital_signature, non_repudiation]}}}},
          {{id: authority_information_access, smart-value: {{schema: aia-urls,
            params: {{ocsp-responder-names: [interm]}}}}}},
          {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url,
            params: {{crl-repo-names: [interm]}}}}}}]}}
      seal: {{subject: seal, issuer: interm, subject-key: seal, authority-key: interm, validity: *long,
        extensions: *sealing}}
    services:
      ocsp: {{interm: {{for-issuer: interm, responder-cert: ocsp, signing-key: ocsp}}}}
      crl-repo:
        root: {{for-issuer: root, signing-key: root, simulated-update-schedule: P90D}}
        interm: {{for-issuer: interm, signing-key: interm, simulated-update-schedule: P30D}}
      time-stamping: {{tsa: {{signing-key: tsa, signing-cert: tsa}}}}
"""

STATES = {
    "revoked": {"revocation": {"revoked-since": "2021-01-01T00:00:00+0000", "reason": "key_compromise"}},
    "expired": {"validity": {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2021-01-01T00:00:00+0000"}},
}


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_):
        pass


class Authority:
    """What stands between a seal and decades; ``down`` names what does not answer: "tsa", "ocsp" or "crl".

    ``says`` names what answers otherwise: a function of the request's body that returns the media type and the body.
    ``states`` names certificates that are "revoked" or "expired".
    """

    def __init__(self, folder, **states):
        self.down, self.asked, self.says = set(), [], {}
        self.server = make_server("127.0.0.1", 0, self._answer, handler_class=Quiet)
        for name in ("root", "interm", "ocsp", "tsa", "curve"):
            _write(folder / f"{name}.pem", ec.generate_private_key(ec.SECP256R1()))
        _write(folder / "seal.pem", rsa.generate_private_key(public_exponent=65537, key_size=2048))
        told = yaml.safe_load(CONFIG.format(port=self.server.server_port))
        for name, state in states.items():
            told["pki-architectures"]["kui"]["certs"][name] |= STATES[state]
        config = CertomancerConfig(told, key_search_dir=str(folder))
        self.arch = config.get_pki_arch(ArchLabel("kui"))
        self.animator = Animator(AnimatorArchStore({ArchLabel("kui"): self.arch}), with_web_ui=False)
        self.folder = folder
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _answer(self, environ, start):
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if any(f"/{what}" in path for what in self.down):
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        for what, act in self.says.items():
            if f"/{what}" in path:
                kind, body = act(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
                start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
                return [body]
        return self.animator(environ, start)

    def ask(self, path, body=None):
        """Answer as somebody who asks would be answered, whatever ``says`` says."""
        told = {"REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "wsgi.input": BytesIO(body or b"")}
        told |= {"CONTENT_LENGTH": str(len(body or b"")), "CONTENT_TYPE": "application/timestamp-query"}
        setup_testing_defaults(told)
        return b"".join(self.animator(told, lambda *_: None))

    @property
    def tsa(self):
        """The address of the time-stamp authority."""
        return f"http://127.0.0.1:{self.server.server_port}/kui/tsa/tsa"

    def certificate(self, name):
        """A certificate as pyHanko has it."""
        return self.arch.get_cert(CertLabel(name))

    def key(self, name="seal"):
        """The key of the seal, issued by somebody else: RSA, or "curve"."""
        private = load_pem_private_key((self.folder / f"{name}.pem").read_bytes(), None)
        certificates = [load_der_x509_certificate(self.certificate(one).dump()) for one in (name, "interm")]
        return SealKey(private, certificates[0], (certificates[1],))

    def stop(self):
        """End the server."""
        self.server.shutdown()
        self.server.server_close()


def _write(path, key):
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
