"""Limit: nginx, serving a page as a file that is compressed already. Nothing on this machine is faster.

It keeps files open (`open_file_cache`), which a server of pages that change must not do: the strictest limit.
"""

import gzip
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from benchmarks.machine import SERVER_CORE
from benchmarks.ports import free_port
from benchmarks.shapes import Context

START_SECONDS = 10.0
FRAME = """
{user}worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; worker_rlimit_nofile 4096;
pcre_jit on;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; }} default_type application/octet-stream;
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {servers}
}}
"""
SERVERS = """
    server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; open_file_cache max=1000; }}
    server {{ listen 127.0.0.1:{unkept}; root {root}; gzip_static on; }}
"""


class Limit:
    """The files of the limit, and where they are served."""

    def __init__(self, root: Path, port: int, unkept: int) -> None:
        self.root, self.port, self.unkept = root, port, unkept

    def add(self, page: str, content: bytes) -> None:
        """Let nginx serve these bytes, and the same compressed as well as gzip can."""
        (self.root / f"{page}.html").write_bytes(content)
        (self.root / f"{page}.html.gz").write_bytes(gzip.compress(content, 9, mtime=0))

    def url(self, page: str, *, kept_open: bool = True) -> str:
        """Return the address of a page; with ``kept_open`` false, of a server that opens the file each time."""
        return f"http://127.0.0.1:{self.port if kept_open else self.unkept}/{page}.html"


@contextmanager
def running(context: Context) -> Iterator[Limit | None]:
    """Run the limit; None where there is no nginx."""
    if context.tools.lacking(("nginx", "wrk", "taskset")):
        yield None
        return
    folder = context.scratch / "limit"
    root = folder / "pages"
    root.mkdir(parents=True, exist_ok=True)
    limit = Limit(root, free_port(), free_port())
    servers = SERVERS.format(port=limit.port, unkept=limit.unkept, root=root)
    with nginx(context, folder, servers, limit.port):
        yield limit


@contextmanager
def nginx(context: Context, folder: Path, servers: str, port: int) -> Iterator[None]:
    """Run nginx with one worker on the servers' core, with these server blocks."""
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root; " if os.geteuid() == 0 else ""  # else it would give up what lets it into our folder
    conf = folder / "nginx.conf"
    conf.write_text(FRAME.format(folder=folder, servers=servers, user=user), encoding="utf-8")
    command = [
        *context.tools.on(SERVER_CORE),
        context.tools.paths["nginx"],
        "-p",
        str(folder),
        "-c",
        str(conf),
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port, folder / "nginx.log")
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except OSError as error:
            if getattr(error, "code", None) is None:
                time.sleep(0.05)
                continue
        return
    raise RuntimeError(f"nginx did not start: {log.read_text(errors='replace') if log.exists() else ''}")
