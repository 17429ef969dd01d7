"""Every variable that the site reads stands in .env.example, which is also what the test run is cut off from."""

import re

from tests.architecture.sources import ROOT, product

READ = re.compile(r'(?:env\.\w+|_duration|environ\.get)\(\s*"([A-Z][A-Z0-9_]+)"')
INTERNAL = frozenset({"DJANGO_SETTINGS_MODULE", "ENV_FILE"})


def test_every_variable_is_explained() -> None:
    named = set(re.findall(r"^# ([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read = {name for source in product() for name in READ.findall(source.text)} - INTERNAL
    assert read - named == set()
    assert named - read == set()
