"""Addresses around a conversation."""

from django.urls import URLPattern, path

from offers.views.borders import conversation_block, conversation_report
from offers.views.composing import message_draft, reply_choice
from offers.views.conversations import attachment_preview
from offers.views.inbox import unread_count
from offers.views.replies import reply_edit, reply_list, reply_remove
from offers.views.seats import conversation_archive, conversation_star

routes: list[URLPattern] = [
    path("inbox/unread/", unread_count, name="unread_count"),
    path("inbox/replies/", reply_list, name="reply_list"),
    path("inbox/replies/<int:reply_id>/", reply_edit, name="reply_edit"),
    path("inbox/replies/<int:reply_id>/remove/", reply_remove, name="reply_remove"),
    path("inbox/<uuid:conversation_id>/draft/", message_draft, name="message_draft"),
    path("inbox/<uuid:conversation_id>/replies/", reply_choice, name="reply_choice"),
    path("inbox/<uuid:conversation_id>/star/", conversation_star, name="conversation_star"),
    path("inbox/<uuid:conversation_id>/archive/", conversation_archive, name="conversation_archive"),
    path("inbox/<uuid:conversation_id>/block/", conversation_block, name="conversation_block"),
    path("inbox/<uuid:conversation_id>/report/", conversation_report, name="conversation_report"),
    path(
        "inbox/<uuid:conversation_id>/files/<uuid:attachment_id>/preview/",
        attachment_preview,
        name="attachment_preview",
    ),
]
