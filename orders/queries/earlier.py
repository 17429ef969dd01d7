"""What a buyer answered when the same was ordered before."""

from orders.models import Answer, Order


def earlier_answers(order: Order) -> dict[int, Answer]:
    """By the index of the present question: the earlier answer to the same one; at most one statement."""
    if order.repeats_id is None or not order.questions:
        return {}
    given = {one.question: one for one in Answer.objects.filter(order_id=order.repeats_id)}
    return {
        index: given[question["text"]]
        for index, question in enumerate(order.questions)
        if question["text"] in given
    }
