"""Facts for machines that no text of a member can leave."""

import json
from typing import Any

from config.shared.sharing import absolute, graph, summary


def test_no_text_leaves_the_script_element() -> None:
    hostile = "</script><script>alert(1)</script><!-- & \u2028\u2029 ' \" ]]>"
    written = graph([{"@type": "Product", "name": hostile}])
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["@graph"] == [{"@type": "Product", "name": hostile}]


def test_addresses_are_absolute_whatever_the_site_ends_with(settings: Any) -> None:
    settings.SITE_URL = "https://milepost.example/"
    assert absolute("/gigs/") == "https://milepost.example/gigs/"


def test_a_summary_is_one_short_line_without_marks() -> None:
    assert summary("**Bold**\n\nand *fine*\n- list", 100) == "Bold and fine - list"
    assert len(summary("word " * 100)) == 160
