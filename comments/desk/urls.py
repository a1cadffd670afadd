"""Addresses of the desk."""

from django.urls import path

from comments.desk import claiming, views

app_name = "desk"

urlpatterns = [
    path("", views.show, name="queue"),
    path("<int:pk>/", views.show, name="card"),
    path("decide/", views.decide, name="decide"),
    path("undo/", views.undo, name="undo"),
    path("claims/", claiming.claim, name="claims"),
]
