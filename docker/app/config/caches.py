"""Django's settings from the URL of the Redis that the services share."""


def cache(url, service):
    """`REDIS_URL`, as an entry of `CACHES`. Every key begins with the service's name: other services use the same Redis."""
    if not url.startswith("rediss://"):
        raise ValueError("REDIS_URL is not Redis with TLS: it begins with rediss://")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": service,
        # redis-py 3.5.3 checks the certificate, but by default not whose it is.
        "OPTIONS": {"ssl_check_hostname": True},
    }
