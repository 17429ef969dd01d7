"""The demo provider: a complete local processor standing for a system outside. Test money only."""
