"""The page of parts: for whoever develops the kit, and for nobody else."""

import re

import pytest

from app import create_app
from workshop.system.showcase import SHOWN


def test_a_kit_in_use_shows_no_parts(client):
    assert client.get("/parts").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_part_is_shown_in_both_languages(tmp_path, language):
    app = create_app({"DATA_DIR": str(tmp_path), "TESTING": True, "DEVELOP": "1"})
    page = app.test_client().get(f"/parts?lang={language}", follow_redirects=True).text
    shown = re.findall(r'<section class="section" aria-labelledby="part-(\w+)">', page)
    assert tuple(shown) == SHOWN
    for name in ("tile", "panel first", "tab", "status live", "stages", "choice-card", "share"):
        assert f'class="{name}' in page, name
