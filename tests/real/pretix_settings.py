"""Django settings for a throw-away pretix; read by pretix's own Python, never by the bot's."""

import os

from pretix.settings import *  # type: ignore[import-not-found] # noqa: F403 - only there; Django's way
from pretix.settings import STORAGES

SITE_URL = os.environ["PRETIX_TEST_URL"]
ALLOW_HTTP_TO_PRIVATE_NETWORKS = True
EMAIL_BACKEND = EMAIL_CUSTOM_SMTP_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages (404, 500) without the static build, for which pretix needs npm.
COMPRESS_ENABLED = COMPRESS_OFFLINE = False
COMPRESS_PRECOMPILERS = ()
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


class _NoMigrations:
    """Makes `migrate --run-syncdb` create the tables at once: seconds instead of minutes."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
