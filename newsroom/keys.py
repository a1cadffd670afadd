"""Keys: made once for the embedded default, each in a file that only its owner can read."""

import base64
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def generated_key(folder: Path, name: str) -> str:
    """Return the key kept in ``folder/name``, 32 random bytes in URL-safe base64; make it when there is none.

    The folder and the one around it are closed to everybody but their owner, if they are made here.
    The file is linked into place under its name, so that of two processes which start at once one wins
    and both read the same key.
    """
    path = folder / name
    if not path.exists():
        for closed in (folder.parent, folder):
            closed.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, key: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
