"""Sessions: kept in the database, under keys that can be ours and under no other."""

import re
from typing import Any

from django.contrib.sessions.backends import db

KEY = re.compile(r"[a-z0-9]{32}", re.ASCII)


class SessionStore(db.SessionStore):
    """Django's sessions; a cookie that cannot be ours is no reason to ask the database, which may stumble over it."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and KEY.fullmatch(key) is not None
