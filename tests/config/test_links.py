import pytest

from config.shared.links import linked

REL = 'rel="nofollow noopener noreferrer ugc" target="_blank"'


def test_makes_links_of_addresses_and_leaves_the_full_stop_outside() -> None:
    assert linked("See https://a.example/b?c=1&d=2.") == (
        f'See <a class="link" href="https://a.example/b?c=1&amp;d=2" {REL}>https://a.example/b?c=1&amp;d=2</a>.'
    )


def test_keeps_line_breaks_and_escapes_the_rest() -> None:
    assert linked('<b>one</b>\ntwo & "three"') == "&lt;b&gt;one&lt;/b&gt;<br>two &amp; &quot;three&quot;"


def test_a_bracket_belongs_to_the_address_only_when_it_was_opened_in_it() -> None:
    assert 'href="https://a.example/x_(y)"' in linked("(https://a.example/x_(y))")
    assert linked("(https://a.example/x)").endswith("https://a.example/x</a>)")


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "//a.example/",
        "https://milepost@evil.example/",
        "https://user:word@evil.example/",
        "https://\u0430pple.example/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://a.example:99999/",
        "https://a.example:0/",
        "https://-a.example/",
        f"https://a.example/{'x' * 2_000}",
        "xhttps://a.example/",
    ],
)
def test_makes_no_link_of_what_does_not_say_plainly_where_it_leads(text: str) -> None:
    assert "<a" not in linked(text)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u200b", "\x00"])
def test_marks_that_turn_or_hide_text_are_dropped(mark: str) -> None:
    html = linked(f"https://a.example/{mark}gpj.exe")
    assert mark not in html
    assert 'href="https://a.example/gpj.exe"' in html


@pytest.mark.parametrize("end", ['"onmouseover="x', "'><script>", "<script>", "`", "\\@evil.example/"])
def test_nothing_breaks_out_of_the_attribute(end: str) -> None:
    html = linked(f"https://a.example/{end}")
    assert 'href="https://a.example/" ' in html
    assert html.count("<") == 2


def test_a_long_address_is_shown_short_and_leads_on() -> None:
    address = f"https://a.example/{'x' * 200}"
    html = linked(address)
    assert f'href="{address}"' in html
    assert f">{address[:79]}…<" in html
