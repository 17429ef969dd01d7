"""The floor page: an ordinary product page as a Django tutorial would build it, the anchor of every page figure.

It shares nothing with the site but the middleware: own tables, own templates, own template engine, so that no change
of the site moves it.
"""
