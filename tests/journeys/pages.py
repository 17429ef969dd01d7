"""``python -m tests.journeys.pages``: the markup of every page into ``shots/html``, for a validator by hand."""

import sys

from django.test import Client

from tests.journeys import shots
from tests.journeys.sights import ROLES, person_of, sights

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
MADE_BY_DJANGO = "staff"


def main() -> int:
    """Write one file per page and person. Returns the exit code."""
    shots.call_command("migrate", verbosity=0)
    shots.call_command("load_demo", "--if-empty")
    folder = shots.SHOTS / "html"
    folder.mkdir(exist_ok=True)
    for role in ROLES:
        if role != MADE_BY_DJANGO:
            client, person = Client(headers={"Host": "localhost"}), person_of(role)
            if person is not None:
                client.force_login(person, backend=SIGN_IN)
            for sight in sights(role):
                answer = client.get(sight.path, follow=True)
                (folder / f"{role}-{shots.slug(sight.name)}.html").write_bytes(answer.content)
    print(f"The pages are in {folder}")  # noqa: T201 - a command talks on the console
    return 0


if __name__ == "__main__":
    sys.exit(main())
