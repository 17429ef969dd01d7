"""Addresses of orders (product.md 10)."""

from django.urls import path

from orders.views import (
    again,
    amending,
    answering,
    call_files,
    calls,
    cancelling,
    checkout,
    dashboards,
    disputing,
    earnings,
    ending,
    feeds,
    handover,
    opinions,
    order,
    paying,
    proposing,
    receipts,
    resuming,
    reviewing,
    saved_cards,
    subscriptions,
    working,
)

app_name = "orders"
urlpatterns = [
    path("gigs/<slug:slug>/order/", checkout.checkout, name="checkout"),
    path("offers/<uuid:offer_id>/accept/", checkout.offer_accept, name="offer_accept"),
    path("buying/", dashboards.buying, name="buying"),
    path("selling/", dashboards.selling, name="selling"),
    path("buying/payments/", receipts.payments, name="payments"),
    path("buying/payments/payments.csv", receipts.payments_csv, name="payments_csv"),
    path("buying/orders.csv", dashboards.buying_file, name="buying_file"),
    path("selling/orders.csv", dashboards.selling_file, name="selling_file"),
    path("selling/earnings/", earnings.earnings, name="earnings"),
    path("selling/earnings/statement.csv", earnings.earnings_file, name="earnings_file"),
    path("gigs/<slug:slug>/reviews/", opinions.gig_reviews, name="gig_reviews"),
    path("people/<slug:handle>/reviews/", opinions.person_reviews, name="person_reviews"),
    path("orders/<slug:number>/", order.order_detail, name="order_detail"),
    path("orders/<slug:number>/receipts/<uuid:receipt_id>/", receipts.order_receipt, name="order_receipt"),
    path(
        "orders/<slug:number>/settlements/<int:position>/", receipts.order_settlement, name="order_settlement"
    ),
    path("orders/<slug:number>/pack/", handover.order_pack, name="order_pack"),
    path("orders/<slug:number>/review/", reviewing.order_review, name="order_review"),
    path("orders/<slug:number>/review/reply/", reviewing.order_review_reply, name="order_review_reply"),
    path("orders/<slug:number>/files/<uuid:file_id>/", order.order_file, name="order_file"),
    path("orders/<slug:number>/requirements/", working.order_requirements, name="order_requirements"),
    path(
        "orders/<slug:number>/requirements/skip/",
        working.order_skip_requirements,
        name="order_skip_requirements",
    ),
    path("orders/<slug:number>/deliver/", working.order_deliver, name="order_deliver"),
    path("orders/<slug:number>/update/", working.order_update, name="order_update"),
    path("orders/<slug:number>/substeps/<int:index>/", working.order_substep, name="order_substep"),
    path("orders/<slug:number>/stages/<int:index>/", working.order_stage, name="order_stage"),
    path("orders/<slug:number>/revision/", answering.order_revision, name="order_revision"),
    path("orders/<slug:number>/extend/", answering.order_extend, name="order_extend"),
    path("orders/<slug:number>/accept/", answering.order_accept, name="order_accept"),
    path("orders/<slug:number>/accept/<slug:choice>/", answering.order_accept_as, name="order_accept_as"),
    path("orders/<slug:number>/start/", ending.order_start, name="order_start"),
    path("orders/<slug:number>/stop/", ending.order_stop, name="order_stop"),
    path("orders/<slug:number>/again/", again.order_again, name="order_again"),
    path("orders/<slug:number>/resume/", resuming.order_resume, name="order_resume"),
    path("orders/<slug:number>/resume/agree/", resuming.order_resume_agree, name="order_resume_agree"),
    path("orders/<slug:number>/resume/decline/", resuming.order_resume_decline, name="order_resume_decline"),
    path(
        "orders/<slug:number>/resume/withdraw/", resuming.order_resume_withdraw, name="order_resume_withdraw"
    ),
    path("orders/<slug:number>/cancel/", ending.order_cancel, name="order_cancel"),
    path("orders/<slug:number>/cancellation/", cancelling.order_cancellation, name="order_cancellation"),
    path(
        "orders/<slug:number>/cancellation/answer/",
        cancelling.order_cancellation_answer,
        name="order_cancellation_answer",
    ),
    path(
        "orders/<slug:number>/cancellation/answer/<slug:choice>/",
        cancelling.order_cancellation_answer_as,
        name="order_cancellation_answer_as",
    ),
    path(
        "orders/<slug:number>/cancellation/withdraw/",
        cancelling.order_cancellation_withdraw,
        name="order_cancellation_withdraw",
    ),
    path("orders/<slug:number>/end/", cancelling.order_end, name="order_end"),
    path("orders/<slug:number>/dispute/", disputing.order_dispute, name="order_dispute"),
    path(
        "orders/<slug:number>/dispute/statement/",
        disputing.order_statement,
        name="order_statement",
    ),
    path(
        "orders/<slug:number>/disputes/<uuid:dispute_id>/",
        disputing.order_past_dispute,
        name="order_past_dispute",
    ),
    path(
        "orders/<slug:number>/dispute/withdraw/",
        disputing.order_withdraw_dispute,
        name="order_withdraw_dispute",
    ),
    path("accounts/cards/", saved_cards.cards, name="cards"),
    path("accounts/cards/new/", saved_cards.card_new, name="card_new"),
    path("accounts/cards/<uuid:card_id>/first/", saved_cards.card_prefer, name="card_prefer"),
    path("accounts/cards/<uuid:card_id>/remove/", saved_cards.card_remove, name="card_remove"),
    path("accounts/calendar/", feeds.calendar_settings, name="calendar_settings"),
    path("accounts/calendar/new/", feeds.calendar_make, name="calendar_make"),
    path("accounts/calendar/off/", feeds.calendar_end, name="calendar_end"),
    path("calendar/<slug:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("orders/<slug:number>/calls/new/", calls.order_call_new, name="order_call_new"),
    path("orders/<slug:number>/calls/<uuid:call_id>.ics", call_files.order_call_file, name="order_call_file"),
    path(
        "orders/<slug:number>/calls/<uuid:call_id>/accept/", calls.order_call_accept, name="order_call_accept"
    ),
    path(
        "orders/<slug:number>/calls/<uuid:call_id>/decline/",
        calls.order_call_decline,
        name="order_call_decline",
    ),
    path("orders/<slug:number>/calls/<uuid:call_id>/move/", calls.order_call_move, name="order_call_move"),
    path(
        "orders/<slug:number>/calls/<uuid:call_id>/withdraw/",
        calls.order_call_withdraw,
        name="order_call_withdraw",
    ),
    path(
        "orders/<slug:number>/calls/<uuid:call_id>/cancel/", calls.order_call_cancel, name="order_call_cancel"
    ),
    path("orders/<slug:number>/amendment/", proposing.amendment, name="amendment"),
    path("orders/<slug:number>/amendment/revision/", proposing.amendment_revision, name="amendment_revision"),
    path("orders/<slug:number>/amendment/answer/", amending.amendment_answer, name="amendment_answer"),
    path("orders/<slug:number>/amendment/refuse/", amending.amendment_refuse, name="amendment_refuse"),
    path("orders/<slug:number>/amendment/withdraw/", amending.amendment_withdraw, name="amendment_withdraw"),
    path("orders/<slug:number>/amendment/pay/", amending.amendment_pay, name="amendment_pay"),
    path(
        "orders/<slug:number>/amendment/pay/authenticate/",
        amending.amendment_authenticate,
        name="amendment_authenticate",
    ),
    path(
        "subscriptions/<uuid:subscription_id>/", subscriptions.subscription_detail, name="subscription_detail"
    ),
    path(
        "subscriptions/<uuid:subscription_id>/cancel/",
        subscriptions.subscription_cancel,
        name="subscription_cancel",
    ),
    path(
        "subscriptions/<uuid:subscription_id>/card/",
        subscriptions.subscription_card,
        name="subscription_card",
    ),
    path("orders/<slug:number>/pay/", paying.order_pay, name="order_pay"),
    path("orders/<slug:number>/pay/authenticate/", paying.order_authenticate, name="order_authenticate"),
]
