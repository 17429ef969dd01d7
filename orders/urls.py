"""Addresses of orders (product.md 10)."""

from django.urls import path

from orders.views import answering, checkout, dashboards, disputing, ending, order, paying, working

app_name = "orders"
urlpatterns = [
    path("gigs/<slug:slug>/order/", checkout.checkout, name="checkout"),
    path("offers/<uuid:offer_id>/accept/", checkout.offer_accept, name="offer_accept"),
    path("buying/", dashboards.buying, name="buying"),
    path("selling/", dashboards.selling, name="selling"),
    path("selling/earnings/", dashboards.earnings, name="earnings"),
    path("orders/<slug:number>/", order.order_detail, name="order_detail"),
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
    path("orders/<slug:number>/cancel/", ending.order_cancel, name="order_cancel"),
    path("orders/<slug:number>/dispute/", disputing.order_dispute, name="order_dispute"),
    path(
        "orders/<slug:number>/dispute/withdraw/",
        disputing.order_withdraw_dispute,
        name="order_withdraw_dispute",
    ),
    path("orders/<slug:number>/pay/", paying.order_pay, name="order_pay"),
    path("orders/<slug:number>/pay/authenticate/", paying.order_authenticate, name="order_authenticate"),
]
