"""Addresses of the reader's door: posting, receipts, permalinks, further pages of a thread."""

from django.urls import path

from articles.urls import STORY
from comments import report_views, views

app_name = "comments"

urlpatterns = [
    path(f"{STORY}/reply/", views.post_comment, name="post"),
    path(f"{STORY}/reply/token/", views.token, name="token"),
    path(f"{STORY}/comments/<int:number>/", views.page, name="page"),
    path("comments/device/", views.device, name="device"),
    path("comments/report/", report_views.chosen, name="report_chosen"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/<int:pk>/report/", report_views.report, name="report"),
    path("comments/<int:pk>/report/thanks/", report_views.thanks, name="reported"),
    path("receipts/<str:token>/", views.receipt, name="receipt"),
]
