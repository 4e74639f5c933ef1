"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from news import views as news
from programs import views as programs
from selayar_site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("berita/", news.article_list, name="article_list"),
    path("berita/<slug:slug>/", news.article_detail, name="article_detail"),
    path("program/", programs.program_list, name="program_list"),
    path("program/<slug:slug>/", programs.program_detail, name="program_detail"),
    path("akun/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    # Last: the editable pages stand at the root (/tentang/, /privasi/ …).
    path("<slug:slug>/", views.page_detail, name="page_detail"),
]
