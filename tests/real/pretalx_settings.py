"""Django settings for a throw-away pretalx; read by pretalx's own Python, never by the bot's."""

import os
from urllib.parse import urlsplit

from pretalx.settings import *  # type: ignore[import-not-found] # noqa: F403 - only there; Django's way
from pretalx.settings import STORAGES

SITE_URL = os.environ["PRETALX_TEST_URL"]
# Pages of events, exports among them, exist under this name only.
SITE_NETLOC = urlsplit(SITE_URL).netloc
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages (404, 500) without the static build, for which pretalx needs npm.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
VITE_DEV_MODE = True


class _NoMigrations:
    """Makes `migrate --run-syncdb` create the tables at once: seconds instead of minutes."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
