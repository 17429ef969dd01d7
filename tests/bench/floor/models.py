"""Tables of the floor page. They belong to no installed app: ``tables.py`` makes them where they are wanted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Person(models.Model):
    """Somebody who sells or reviews."""

    objects: ClassVar[models.Manager[Person]] = models.Manager()
    name = models.CharField(max_length=80)
    handle = models.SlugField(unique=True)
    country = models.CharField(max_length=40)
    about = models.TextField()
    joined_at = models.DateTimeField()

    class Meta:
        app_label = "bench_floor"

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """An entry of the navigation."""

    objects: ClassVar[models.Manager[Topic]] = models.Manager()
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    position = models.PositiveIntegerField()

    class Meta:
        app_label = "bench_floor"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """Something for sale."""

    objects: ClassVar[models.Manager[Item]] = models.Manager()
    seller = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    summary = models.CharField(max_length=200)
    description = models.TextField()
    price = models.DecimalField(max_digits=10, decimal_places=2)
    days = models.PositiveIntegerField()
    stars = models.DecimalField(max_digits=3, decimal_places=2)
    sold = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        app_label = "bench_floor"
        ordering = ("-published_at", "-id")

    def __str__(self) -> str:
        return self.title


class Option(models.Model):
    """A size in which an item is sold."""

    objects: ClassVar[models.Manager[Option]] = models.Manager()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    text = models.TextField()
    price = models.DecimalField(max_digits=10, decimal_places=2)
    days = models.PositiveIntegerField()

    class Meta:
        app_label = "bench_floor"
        ordering = ("price",)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What a buyer said of an item."""

    objects: ClassVar[models.Manager[Review]] = models.Manager()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    stars = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        app_label = "bench_floor"
        ordering = ("-written_at", "-id")

    def __str__(self) -> str:
        return f"{self.stars} of 5"


class Answer(models.Model):
    """A frequent question with its answer."""

    objects: ClassVar[models.Manager[Answer]] = models.Manager()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=120)
    text = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        app_label = "bench_floor"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.question


MODELS = (Person, Topic, Item, Option, Review, Answer)
