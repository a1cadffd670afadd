"""A real nginx with the real deploy/nginx.conf, and what the tests put before and behind it."""

import datetime as dt
import gzip
import json
import os
import re
import resource
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.newsroom.serving import ROOT, free_port, wait_until

HOST = "news.example"
ORIGIN = f"https://{HOST}"
STORY = "/2026/11/22/the-swing-bridge/"
CONF = ROOT / "deploy" / "nginx.conf"
BROTLI_CONF = ROOT / "deploy" / "nginx-brotli.conf"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
A_FEW_LINES = 4096
# Debian keeps it where an ordinary user's PATH does not look.
PLACES = f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin"
# What stands around our file on a Debian machine, with the habits that could do it harm.
AROUND = """\
{modules}
{user}
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/main.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    access_log {folder}/main-access.log;
    gzip on; underscores_in_headers on; charset koi8-r;
    types {{ text/plain html; }} default_type application/octet-stream;
    open_file_cache max=100 inactive=60s; open_file_cache_valid 60s;
    include {folder}/newsroom.conf;
}}
"""


class Answer(NamedTuple):
    """What came back: status, headers, bytes."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The bytes as a reader sees them, whatever they were packed in."""
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
        return bytes(unpack.get(self.headers["Content-Encoding"], bytes)(self.body)).decode()

    @property
    def seen(self) -> dict[str, str]:
        """What the application was asked, by its own account."""
        assert self.headers["X-From"] == "application", self
        return dict(json.loads(self.body))


class Nginx:
    """A running nginx: asks its ports, and knows its folders."""

    def __init__(self, folder: Path, pages: Path, upstream: int) -> None:
        self.folder, self.pages = folder, pages
        self.http, self.https = free_port(), free_port()
        certificate = _certify(folder)
        self.trust = ssl.create_default_context(cafile=str(certificate))
        (folder / "snippets").mkdir()
        if BROTLI.exists():
            shutil.copy(BROTLI_CONF, folder / "snippets" / "newsroom-brotli.conf")
        (folder / "newsroom.conf").write_text(self._site(upstream))
        user = "user root;" if os.geteuid() == 0 else ""
        modules = f"load_module {BROTLI};" if BROTLI.exists() else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, modules=modules, user=user))

    def _site(self, upstream: int) -> str:
        """Return our file with this test's ports and folders; each place has to be in it."""
        text = re.sub(r"\n *listen \[::\][^\n]+", "", CONF.read_text())
        changes = {
            r"listen 80\b": f"listen 127.0.0.1:{self.http}",
            r"listen 443\b": f"listen 127.0.0.1:{self.https}",
            r"127\.0\.0\.1:8000": f"127.0.0.1:{upstream}",
            r"/etc/ssl/CHANGE-": f"{self.folder}/",
            r"/var/cache/newsroom/pages\b": str(self.pages),
            r"/run/nginx-newsroom\b": f"{self.folder}/cache",
            r"/var/log/nginx/": f"{self.folder}/",
            r"/var/www/acme": f"{self.folder}/acme",
            r" buffer=64k flush=5s": "",
        }
        for place, ours in changes.items():
            text, count = re.subn(place, ours, text)
            assert count, place
        return text

    @property
    def command(self) -> list[str]:
        """The program and its arguments."""
        return [found(), "-p", str(self.folder), "-e", str(self.folder / "main.log"), "-c", "nginx.conf"]

    def written(self, name: str, until: str = "") -> str:
        """Return what stands in one of its logs; it is written when the answer is long with the reader."""
        wait_until(lambda: until in (self.folder / name).read_text())
        return (self.folder / name).read_text()

    def fill_the_disk(self) -> None:
        """Let the workers write no file that is longer than a few lines: to them it is as if the disk were full."""
        for worker in psutil.Process(int(self.written("nginx.pid"))).children():
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (A_FEW_LINES, A_FEW_LINES))

    def ask(
        self, target: str | bytes = "/", method: str = "GET", /, *, tls: bool = True, **more: Any
    ) -> Answer:
        """Ask at one of its ports; what more there is to say is as in the function of that name."""
        port, trust = (self.https, self.trust) if tls else (self.http, None)
        return ask(port, target, method, trust=trust, **more)

    @contextmanager
    def asking(self, target: str, **headers: str) -> Iterator[socket.socket]:
        """Ask by GET, and give the connection on which the answer comes."""
        with _connection(self.https, self.trust) as connection:
            told = {
                "Host": HOST,
                "Connection": "close",
                **{n.replace("_", "-"): v for n, v in headers.items()},
            }
            connection.sendall(f"GET {target} HTTP/1.1\r\n".encode() + _lines(told, "") + b"\r\n")
            yield connection


def ask(
    port: int,
    target: str | bytes,
    method: str = "GET",
    /,
    *,
    trust: ssl.SSLContext | None = None,
    body: bytes = b"",
    version: str = "1.1",
    also: str = "",
    **headers: str | None,
) -> Answer:
    """Send one request, its target exactly as given, over TLS where there is somebody to trust.

    Headers have ``_`` for ``-`` in their names, None for none; ``also`` is a line to be sent as it is.
    """
    told = {"Host": HOST, "Connection": "close", **{n.replace("_", "-"): v for n, v in headers.items()}}
    if body:
        told["Content-Length"] = str(len(body))
    raw = target.encode() if isinstance(target, str) else target
    first = b"%s %s HTTP/%s\r\n" % (method.encode(), raw, version.encode())
    with _connection(port, trust) as connection:
        connection.sendall(first + _lines(told, also) + b"\r\n" + body)
        return _read(connection, method)


@contextmanager
def _connection(port: int, trust: ssl.SSLContext | None) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if trust is None:
            yield plain
            return
        with trust.wrap_socket(plain, server_hostname=HOST) as secure:
            yield secure


def _lines(headers: Mapping[str, str | None], also: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "".join(f"{line}\r\n" for line in [*lines, also] if line).encode()


def _read(connection: socket.socket, method: str) -> Answer:
    with HTTPResponse(connection, method=method) as response:
        response.begin()
        return Answer(response.status, response.headers, response.read())


def found() -> str:
    """Return nginx's path; skip the test where there is none."""
    path = shutil.which("nginx", path=PLACES)
    if path is None:
        pytest.skip("nginx is not installed")
    return path


@contextmanager
def running(folder: Path, pages: Path, upstream: int) -> Iterator[Nginx]:
    """Run nginx before an application at port ``upstream``, with ``pages`` as its NEWSROOM_PAGES."""
    nginx = Nginx(folder, pages, upstream)
    process = subprocess.Popen(
        nginx.command, restore_signals=False
    )  # what is too large to write is an error to it
    try:
        wait_until(lambda: process.poll() is not None or _listens(nginx.https))
        assert process.poll() is None, nginx.written("main.log")
        yield nginx
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def bake(pages: Path, place: str, text: str, *, mtime: int | None = None) -> Path:
    """Lay a finished page at its place, as the newsroom does; return the plain one's path."""
    generation = pages / "g-1"
    folder = generation / place
    folder.mkdir(parents=True, exist_ok=True)
    plain = text.encode()
    packed = {"index.html.gz": gzip.compress(plain), "index.html.br": brotli.compress(plain, quality=5)}
    for name, content in {**packed, "index.json": b'"secret"', "index.html": plain}.items():
        (folder / name).write_bytes(content)
        if mtime is not None:
            os.utime(folder / name, (mtime, mtime))
    if not (pages / "current").exists():
        (pages / "current").symlink_to(generation.name)
    return folder / "index.html"


class Echo(BaseHTTPRequestHandler):
    """An application that tells what it was asked."""

    wbufsize = -1

    def answer(self) -> None:
        """Answer any method."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {name.lower(): value for name, value in self.headers.items()}
        target = self.requestline.split(" ")[1]  # `path` has lost a slash where there were two
        more = "x" * int(told.pop("x-want", 0))
        content = json.dumps({**told, "method": self.command, "target": target, "more": more}).encode()
        self.send_response(200)
        for name, value in {"Content-Type": "text/plain", "X-From": "application", **self.more()}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer  # noqa: N815 (http.server's names)

    def more(self) -> dict[str, str]:
        """Return the headers of what stays the same for ever."""
        lasting = {"Cache-Control": "max-age=315360000, public, immutable", "Vary": "Accept-Encoding"}
        return lasting if self.path.startswith(("/static/", "/media/")) else {}

    def log_request(self, *_: object, **__: object) -> None:
        """Say nothing."""


@contextmanager
def echo() -> Iterator[int]:
    """Run the application that tells what it was asked; yield its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads, server.block_on_close = True, False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def _certify(folder: Path) -> Path:
    """Make a certificate for our host that only this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
    builder = builder.not_valid_after(now + dt.timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    signed = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(pem))
    return folder / "fullchain.pem"
