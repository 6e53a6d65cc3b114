"""The commands as a person types them, on a real folder."""

from __future__ import annotations

import socket
import sqlite3
import stat
from pathlib import Path

import httpx
import pypdfium2
import pytest
from kit import Kit
from phones import Leader

from quizzes.bank.catalogue import SHIPPED

pytestmark = pytest.mark.browser  # they start whole processes, like the journeys


def test_run_prints_where_the_kit_is(kit: Kit) -> None:
    banner = kit.banner
    assert f"http://127.0.0.1:{kit.port}" in banner
    assert "/first/" in banner
    assert "█" in banner, "the QR code for phones"
    assert httpx.get(f"{kit.base}/healthz").json()["status"] == "ok"


def test_the_data_is_its_owners_only(kit: Kit) -> None:
    for name in ("recoupe.db", "secret"):
        mode = stat.S_IMODE((kit.folder / name).stat().st_mode)
        assert mode == 0o600, (name, oct(mode))


def test_a_password_is_costly_to_guess(kit: Kit, lead: Leader) -> None:
    assert lead.cookie, "Fatima chose a password"
    with sqlite3.connect(kit.folder / "recoupe.db") as database:
        (kept,) = database.execute("SELECT password_hash FROM facilitator").fetchone()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_taken_port_is_one_sentence(kit: Kit, tmp_path: Path) -> None:
    other = str(tmp_path / "other")  # a folder of its own, the same port
    second = kit.command("run", RECOUPE_DATA_DIR=other)
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1].startswith(f"Port {kit.port} is taken")
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"RECOUPE_DATA_DIR": "/proc/nothing"}, "cannot be written"),
        ({"RECOUPE_DATA_DIR": "/dev/null/x"}, "cannot be written"),
        ({"RECOUPE_PORT": "many"}, "RECOUPE_PORT"),
        ({"RECOUPE_LANGUAGE": "nl"}, "RECOUPE_LANGUAGE"),
        ({"RECOUPE_TIMEZONE": "Namur"}, "RECOUPE_TIMEZONE"),
        ({"RECOUPE_TRUST_PROXY": "yes"}, "RECOUPE_TRUST_PROXY"),
        ({"RECOUPE_DATABASE_URL": "nonsense"}, "RECOUPE_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_one_sentence(kit: Kit, settings: dict[str, str], said: str) -> None:
    result = kit.command("run", **settings)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_is_none_is_one_sentence(own_kit: Kit) -> None:
    kit = own_kit
    kit.stop()
    for path in kit.folder.glob("recoupe.db*"):
        path.unlink()
    (kit.folder / "recoupe.db").write_bytes(b"this is no database" * 1000)
    result = kit.command("run")
    assert result.returncode == 1
    assert "recoupe.db" in result.stderr and "recoupe restore" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_token_makes_its_facilitator_and_opens_a_session(kit: Kit) -> None:
    token = kit.command("token", "Script").stdout.strip()
    assert token.startswith("rcp_")
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(f"{kit.base}/api/live", json={"pack": "d-ou-ca-sort"}, headers=headers)
    assert answer.status_code == 201
    assert answer.json()["join_url"].startswith("http://192.168.1.20:")
    assert kit.command("token", "").returncode == 1


def test_packs_are_listed_slug_first(kit: Kit) -> None:
    lines = kit.command("packs", "list").stdout.splitlines()
    slugs = [line.split("\t")[0] for line in lines]
    assert slugs == sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml"))
    assert {"d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil"} < set(slugs)


def test_a_handout_is_written(kit: Kit, tmp_path: Path) -> None:
    out = tmp_path / "fiche.pdf"
    result = kit.command("handout", "d-ou-ca-sort", "worksheet", "--lang", "fr", "-o", str(out))
    assert result.returncode == 0, result.stderr
    document = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert 2 <= len(document) <= 11
    assert "C16" in text and "D’où ça sort" in text
    document.close()
    assert kit.command("handout", "nothing", "key", "-o", str(out)).returncode == 1


def test_without_lan_only_this_machine_is_listened_to(kit: Kit) -> None:
    with socket.socket() as probe:
        probe.settimeout(1)
        assert probe.connect_ex(("127.0.0.1", kit.port)) == 0
    listening = Path("/proc/net/tcp").read_text()
    port = f":{kit.port:04X} "
    addresses = {
        line.split()[1].split(":")[0]
        for line in listening.splitlines()
        if port in f"{line.split()[1]} " and line.split()[3] == "0A"
    }
    assert addresses == {"0100007F"}


def test_a_killed_server_comes_back_with_round_and_answers(own_kit: Kit) -> None:
    kit = own_kit
    token = kit.command("token", "Script").stdout.strip()
    owner = httpx.Client(base_url=kit.base, headers={"Authorization": f"Bearer {token}"})
    settings = {"seconds": 120}
    body = {"pack": "d-ou-ca-sort", "settings": settings}
    code = owner.post("/api/live", json=body).json()["code"]
    seat = httpx.post(f"{kit.base}/api/live/{code}/seats", json={}).json()
    pupil = {"Authorization": f"Bearer {seat['token']}"}
    for version, move in enumerate(("start", "open"), 1):
        moved = owner.post(f"/api/live/{code}/moves", json={"move": move, "version": version})
    number = moved.json()["round"]
    path = f"{kit.base}/api/live/{code}/rounds/{number}/response"
    assert httpx.put(path, json={"value": "b"}, headers=pupil).status_code == 201
    before = httpx.get(f"{kit.base}/api/live/{code}/snapshot", headers=pupil).json()
    kit.kill()
    kit.start()
    after = httpx.get(f"{kit.base}/api/live/{code}/snapshot", headers=pupil).json()
    assert (after["round"], after["phase"]) == (number, "open")
    assert after["remaining_ms"] > before["remaining_ms"] - 8_000  # the time away is given back
    me = httpx.get(f"{kit.base}/api/live/{code}/me", headers=pupil).json()
    assert [one["value"] for one in me["responses"]] == ["b"]
    assert httpx.put(path, json={"value": "b"}, headers=pupil).status_code == 200
