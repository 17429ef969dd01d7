"""The demo market: a catalogue and stories that are lived through by the same operations as on the site."""
