"""Answers to a seller's questions that were given before."""

from django.db.models import QuerySet

from orders.models import Answer, Order


def copy_answers(given: QuerySet[Answer], order: Order) -> None:
    """Give them to another order. Their files stay where they are: several orders show the same one."""
    Answer.objects.bulk_create(
        Answer(
            order=order,
            position=one.position,
            question=one.question,
            text=one.text,
            stored=one.stored.name,
            name=one.name,
        )
        for one in given.order_by("position")
    )
