"""Addresses of inbox and offers (product.md 10). ``/offers/<id>/accept/`` belongs to orders."""

from django.urls import URLPattern, path

from offers.inbox_urls import routes
from offers.views.conversations import attachment_download, conversation_detail, message_poll
from offers.views.editor import offer_new
from offers.views.inbox import conversation_start, inbox
from offers.views.offers import (
    offer_changes,
    offer_decline,
    offer_delete,
    offer_detail,
    offer_send,
    offer_withdraw,
)
from offers.views.requests import request_new, request_withdraw

app_name = "offers"
urlpatterns: list[URLPattern] = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/new/", conversation_start, name="conversation_start"),
    path("inbox/ask/", request_new, name="request_new"),
    path("inbox/requests/<uuid:request_id>/withdraw/", request_withdraw, name="request_withdraw"),
    path("inbox/<uuid:conversation_id>/", conversation_detail, name="conversation_detail"),
    path("inbox/<uuid:conversation_id>/messages/", message_poll, name="message_poll"),
    path(
        "inbox/<uuid:conversation_id>/files/<uuid:attachment_id>/",
        attachment_download,
        name="attachment_download",
    ),
    path("inbox/<uuid:conversation_id>/offers/new/", offer_new, name="offer_new"),
    path("offers/<uuid:offer_id>/", offer_detail, name="offer_detail"),
    path("offers/<uuid:offer_id>/send/", offer_send, name="offer_send"),
    path("offers/<uuid:offer_id>/changes/", offer_changes, name="offer_changes"),
    path("offers/<uuid:offer_id>/delete/", offer_delete, name="offer_delete"),
    path("offers/<uuid:offer_id>/decline/", offer_decline, name="offer_decline"),
    path("offers/<uuid:offer_id>/withdraw/", offer_withdraw, name="offer_withdraw"),
]
urlpatterns += routes
