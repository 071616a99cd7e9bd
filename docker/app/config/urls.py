"""Where a service's own views begin."""

import logging
import time

from django.http import JsonResponse
from django.urls import path
from notes.views import notes

log = logging.getLogger(__name__)


def hello(request):
    """Needs neither database nor cache. `?seconds=` answers later: what a stop has to wait for."""
    seconds = min(float(request.GET.get("seconds", "0")), 25)
    log.info("begun %g", seconds)
    time.sleep(seconds)
    return JsonResponse({"secure": request.is_secure()})


urlpatterns = [path("hello", hello), path("notes", notes)]
