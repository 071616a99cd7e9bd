"""What the reference service keeps, in the database of its own."""

from django.db import models


class Note(models.Model):
    text = models.CharField(max_length=200)
