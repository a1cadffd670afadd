"""Addresses of what is published: front page, sections, stories, pictures."""

from django.urls import path, register_converter

from articles import views
from articles.converters import FourDigits, TwoDigits

register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "two")

app_name = "articles"
STORY = "<yyyy:year>/<two:month>/<two:day>/<slug:slug>"

urlpatterns = [
    path("", views.front, name="front"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path(f"{STORY}/", views.story, name="story"),
    path("media/pictures/<str:name>", views.picture, name="picture"),
]
