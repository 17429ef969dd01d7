"""Addresses of gigs (product.md 10)."""

from django.urls import URLPattern, URLResolver, include, path

from gigs.views import (
    browse,
    catalogue,
    description,
    faq,
    favourites,
    figures,
    gallery,
    gig,
    milestones,
    overview,
    own,
    preview,
    pricing,
    publish,
    requirements,
    shares,
    sitemap,
    substeps,
    templates,
)

app_name = "gigs"

_description = [
    path("", description.edit_description, name="edit_description"),
    path("faq/", faq.faq_list, name="faq_list"),
    path("faq/restore/", faq.faq_restore, name="faq_restore"),
    path("faq/<int:key>/remove/", faq.faq_remove, name="faq_remove"),
    path("faq/<int:key>/move/<slug:direction>/", faq.faq_move, name="faq_move"),
    path("faq/<slug:key>/", faq.faq_card, name="faq_card"),
    path("milestones/", milestones.milestone_list, name="milestone_list"),
    path("milestones/payments/", milestones.milestone_payments, name="milestone_payments"),
    path("milestones/restore/", milestones.milestone_restore, name="milestone_restore"),
    path("milestones/<int:key>/remove/", milestones.milestone_remove, name="milestone_remove"),
    path("milestones/<int:key>/move/<slug:direction>/", milestones.milestone_move, name="milestone_move"),
    path("milestones/substeps/restore/", substeps.substep_restore, name="substep_restore"),
    path("milestones/<int:milestone_id>/substeps/<slug:key>/", substeps.substep_card, name="substep_card"),
    path(
        "milestones/<int:milestone_id>/substeps/<int:key>/remove/",
        substeps.substep_remove,
        name="substep_remove",
    ),
    path("shares/<slug:tier>/", shares.share_column, name="share_column"),
    path("shares/<slug:tier>/even/", shares.share_even, name="share_even"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/new/", templates.template_new, name="template_new"),
    path("templates/undo/", templates.template_undo, name="template_undo"),
    path("templates/<int:key>/use/", templates.template_use, name="template_use"),
    path("templates/<int:key>/rename/", templates.template_rename, name="template_rename"),
    path("templates/<int:key>/delete/", templates.template_delete, name="template_delete"),
    path("milestones/<slug:key>/", milestones.milestone_card, name="milestone_card"),
]

_requirements = [
    path("", requirements.edit_requirements, name="edit_requirements"),
    path("questions/restore/", requirements.question_restore, name="question_restore"),
    path("questions/<int:key>/remove/", requirements.question_remove, name="question_remove"),
    path("questions/<int:key>/move/<slug:direction>/", requirements.question_move, name="question_move"),
    path("questions/<slug:key>/", requirements.question_card, name="question_card"),
]

_gallery = [
    path("", gallery.edit_gallery, name="edit_gallery"),
    path("images/new/", gallery.image_add, name="image_add"),
    path("images/restore/", gallery.image_restore, name="image_restore"),
    path("images/<int:key>/remove/", gallery.image_remove, name="image_remove"),
    path("images/<int:key>/move/<slug:direction>/", gallery.image_move, name="image_move"),
]

_editor: list[URLPattern | URLResolver] = [
    path("", own.gig_resume, name="gig_resume"),
    path("delete/", own.gig_delete, name="gig_delete"),
    path("duplicate/", own.gig_duplicate, name="gig_duplicate"),
    path("overview/", overview.edit_overview, name="edit_overview"),
    path("pricing/", pricing.edit_pricing, name="edit_pricing"),
    path("description/", include(_description)),
    path("requirements/", include(_requirements)),
    path("gallery/", include(_gallery)),
    path("preview/", preview.gig_preview, name="gig_preview"),
    path("publish/", publish.edit_publish, name="edit_publish"),
    path("publish/<slug:action>/", publish.gig_act, name="gig_act"),
    path("figures/", figures.gig_figures, name="gig_figures"),
]

urlpatterns = [
    path("", catalogue.home, name="home"),
    path("gigs/", browse.gig_list, name="gig_list"),
    path("gigs/<slug:slug>/", gig.gig_detail, name="gig_detail"),
    path("gigs/<slug:slug>/favourite/", favourites.gig_favourite, name="gig_favourite"),
    path("favourites/", favourites.favourite_list, name="favourite_list"),
    path("favourites/<int:key>/remove/", favourites.favourite_remove, name="favourite_remove"),
    path("sitemap.xml", sitemap.sitemap_index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemap.sitemap_pages, name="sitemap_pages"),
    path("sitemap-gigs-<int:number>.xml", sitemap.sitemap_gigs, name="sitemap_gigs"),
    path("sitemap-people-<int:number>.xml", sitemap.sitemap_people, name="sitemap_people"),
    path("selling/gigs/", own.own_gigs, name="own_gigs"),
    path("selling/gigs/new/", overview.gig_new, name="gig_new"),
    path("selling/gigs/new/preview/", preview.gig_new_preview, name="gig_new_preview"),
    path("selling/gigs/<slug:slug>/", include(_editor)),
]
