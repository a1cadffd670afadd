"""Front server: nginx with `deploy/nginx.conf` before a newsroom, over plain http as the limit is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.limit import nginx
from benchmarks.newsroom import Newsroom
from benchmarks.ports import free_port
from benchmarks.shapes import ROOT, Context

DEPLOYED = ROOT / "deploy" / "nginx.conf"
SNIPPETS = re.compile(r"^\s*(ssl_\w+|include)\b.*\n", re.MULTILINE)


@contextmanager
def running(context: Context, newsroom: Newsroom) -> Iterator[str]:
    """Run it; yield its origin, or "" where there is no nginx."""
    if context.limit is None:
        yield ""
        return
    folder = context.scratch / "front"
    folder.mkdir(exist_ok=True)
    port = free_port()
    with nginx(context, folder, _servers(newsroom, folder, port), port):
        yield f"http://127.0.0.1:{port}"


def _servers(newsroom: Newsroom, folder: Path, port: int) -> str:
    """Return the deployed file with our ports and folders in place of its own, and without TLS."""
    text = SNIPPETS.sub("", DEPLOYED.read_text(encoding="utf-8"))
    text = re.sub(r"^(\s*)listen .*443.*;\n", "", text, count=2, flags=re.MULTILINE)
    for before, after in _changes(newsroom, folder, port).items():
        text, number = re.subn(before, after, text)
        if not number:
            raise RuntimeError(f"deploy/nginx.conf has no “{before}” any more.")
    return text


def _changes(newsroom: Newsroom, folder: Path, port: int) -> dict[str, str]:
    elsewhere = free_port()
    return {
        r"server 127\.0\.0\.1:8000;": f"server 127.0.0.1:{newsroom.port};",
        r"\n\s*listen \[::\].*;": "",
        r"listen 80\b[^;]*;": f"listen 127.0.0.1:{elsewhere};",
        r"listen 443\b[^;]*;": f"listen 127.0.0.1:{port};",
        r"server_name news\.example;": "server_name 127.0.0.1;",
        r"/var/cache/newsroom/pages": str(newsroom.var / "pages"),
        r"/run/nginx-newsroom": str(folder / "proxied"),
        r"/var/log/nginx/": f"{folder}/",
    }
