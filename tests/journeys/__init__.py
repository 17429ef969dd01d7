"""Stories of people at the site: in a real browser, and by forms and links alone."""
