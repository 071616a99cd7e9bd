"""One table, and one number in the cache."""

from django.core.cache import cache
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

from .models import Note


@require_http_methods(["GET", "POST"])
def notes(request):
    """How many notes there are; POST adds one."""
    if request.method == "POST":
        Note.objects.create(text=request.POST["text"])
        cache.delete("notes")
    return JsonResponse({"notes": cache.get_or_set("notes", Note.objects.count, timeout=60)})
