"""The form that accepts an offer: a card, and for a subscription the consent to its charges."""

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from config.shared.commands import fresh_command
from offers.models import Offer
from offers.states import Kind
from orders.forms import CardForm
from orders.forms.subscribing import SubscribeForm
from orders.operations.subscribing import Agreed
from orders.payments.cards import cards_of
from orders.queries.consent import consent_words, day_of


def fresh_accept_form(offer: Offer, at: datetime, chosen: UUID | None = None) -> CardForm:
    """Nothing filled in; ``chosen``: the card that is ticked. Its consent names the day of ``at``."""
    initial, cards = fresh_command(offer.version), cards_of(offer.buyer_id)
    if offer.kind != Kind.SUBSCRIPTION:
        return CardForm(initial=initial, cards=cards, chosen=chosen)
    day = day_of(at)
    words = consent_words(offer, day)
    return SubscribeForm(initial={**initial, "day": day}, cards=cards, chosen=chosen, consent=words)


def posted_accept_form(offer: Offer, at: datetime, data: QueryDict) -> CardForm:
    """What was sent, with the words of ``at`` beside the tick."""
    cards = cards_of(offer.buyer_id)
    if offer.kind != Kind.SUBSCRIPTION:
        return CardForm(data, cards=cards)
    return SubscribeForm(data, cards=cards, consent=consent_words(offer, day_of(at)))


def agreed_in(form: CardForm) -> Agreed | None:
    """What a valid form says about the charges to come."""
    return Agreed(form.cleaned_data["day"]) if form.cleaned_data.get("agree") else None
