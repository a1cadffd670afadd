"""Addresses of the desk."""

from django.urls import path

from comments.desk import (
    banning,
    bulk,
    bulk_run,
    campaigns,
    claiming,
    closing,
    counting,
    cover,
    deeds,
    noting,
    redacting,
    replying,
    saving,
    views,
)
from comments.desk.statistics import views as statistics

app_name = "desk"

urlpatterns = [
    path("", views.show, name="queue"),
    path("<int:pk>/", views.show, name="card"),
    path("decide/", views.decide, name="decide"),
    path("undo/", views.undo, name="undo"),
    path("counts/", counting.counts, name="counts"),
    path("filter/", saving.choose, name="choose"),
    path("filter/save/", saving.save, name="save"),
    path("filter/<int:pk>/delete/", saving.delete, name="unsave"),
    path("claims/", claiming.claim, name="claims"),
    path("cover/", cover.choose, name="cover"),
    path("<int:pk>/note/", noting.note, name="note"),
    path("<int:pk>/note/delete/", noting.delete, name="unnote"),
    path("<int:pk>/redact/", redacting.redact, name="redact"),
    path("<int:pk>/ban/", banning.ban, name="ban"),
    path("<int:pk>/ban/end/", banning.end, name="unban"),
    path("<int:pk>/mark/", deeds.mark, name="mark"),
    path("<int:pk>/escalate/", deeds.escalate, name="escalate"),
    path("<int:pk>/reply/", replying.reply, name="reply"),
    path("<int:pk>/thread/", closing.thread, name="thread"),
    path("bulk/", bulk.decide, name="bulk"),
    path("bulk/all/", bulk.everything, name="bulk-all"),
    path("bulk/<int:pk>/", bulk_run.run, name="bulk-run"),
    path("campaigns/", campaigns.listed, name="campaigns"),
    path("campaigns/<int:pk>/", campaigns.one, name="campaign"),
    path("how-we-do/", statistics.show, name="statistics"),
    path("how-we-do/table.csv", statistics.table, name="statistics-table"),
]
