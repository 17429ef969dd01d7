"""Gig cards with every drawn cover."""

GIGS = (
    {"seed": 0, "title": "I will animate your product in 3D", "seller": "Ana Duarte", "from": 12000},
    {
        "seed": 1,
        "title": "I will write a business plan that investors read to the end",
        "seller": "Tom",
        "from": 29000,
    },
    {
        "seed": 2,
        "title": "I will compose and produce a song for your film",
        "seller": "Mei Lin",
        "from": 18000,
    },
    {
        "seed": 3,
        "title": "I will build a desktop application for Windows and macOS",
        "seller": "Ola N.",
        "from": 45000,
    },
    {"seed": 4, "title": "I will run your social media for a month", "seller": "Rosa", "from": 15000},
    {"seed": 11, "title": "I will design a logo", "seller": "Jo", "from": 4000},
)
