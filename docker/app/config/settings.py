"""Settings, every one that differs between environments from an environment variable."""

import os

from .caches import cache
from .databases import database

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "notes"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
USE_TZ = True

# Of the viewer: TLS ends at the load balancer.
VIEWER_DOMAIN = os.environ["VIEWER_DOMAIN"]
ALLOWED_HOSTS = [VIEWER_DOMAIN]
CSRF_TRUSTED_ORIGINS = [f"https://{VIEWER_DOMAIN}"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATABASES = {"default": database(os.environ["DATABASE_URL"])} if "DATABASE_URL" in os.environ else {}
if "REDIS_URL" in os.environ:
    CACHES = {"default": cache(os.environ["REDIS_URL"], os.environ["OTEL_SERVICE_NAME"])}

FILE_UPLOAD_TEMP_DIR = "/tmp"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
}
