"""The floor page's address; the other names only give its links somewhere to go."""

from django.urls import path

from tests.bench.floor.views import floor_page

app_name = "floor"
urlpatterns = [
    path("<slug:slug>/", floor_page, name="item"),
    path("<slug:slug>/order/<int:option>/", floor_page, name="order"),
    path("topics/<slug:slug>/", floor_page, name="topic"),
    path("people/<slug:slug>/", floor_page, name="person"),
]
