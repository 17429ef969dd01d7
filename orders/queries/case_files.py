"""Files that staff may open while they decide: of the order that is disputed, and of no other."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models.fields.files import FieldFile

from offers.models import Attachment
from orders.models import Answer, DeliveryFile, Order, StatementFile


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of the case, to be handed out as a download."""

    stored: FieldFile
    name: str
    is_talk: bool = False


def file_of_case(order: Order, file_id: UUID) -> Handed | None:
    """A file of the order's deliveries, answers, disputes or conversation; None when it is of another."""
    delivered = DeliveryFile.objects.filter(pk=file_id, delivery__milestone__order=order).first()
    answered = Answer.objects.filter(pk=file_id, order=order).exclude(stored="").first()
    said = StatementFile.objects.filter(pk=file_id, statement__dispute__order=order).first()
    if own := delivered or answered or said:
        return Handed(own.stored, own.name)
    if order.conversation_id is None:
        return None
    talked = Attachment.objects.filter(pk=file_id, message__conversation_id=order.conversation_id).first()
    return Handed(talked.file, talked.name, is_talk=True) if talked else None
