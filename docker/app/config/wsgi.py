"""The application that uWSGI serves.

With `lazy-apps` every worker imports this module after its fork, so the threads that send traces, metrics and logs are
the worker's own. Under the master, or under `opentelemetry-instrument`, they would be lost by the fork.
"""

import os

from opentelemetry.instrumentation.auto_instrumentation import initialize

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
initialize()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (instrumented first)

from .health import answer_health  # noqa: E402

application = answer_health(get_wsgi_application())
