"""F10: no Internet at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.faults.offline import PHONES
from tests.faults.phones import Crowd
from tests.faults.room import Room
from tests.faults.server import ROOT, Server

ENETUNREACH = "OSError 101"


def test_f10_a_lesson_without_any_network(servers: Any) -> None:
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("NO LESSON WITHOUT NETWORK WAS TESTED: only root may take a network away")
    line = [sys.executable, "-m", "tests.faults.offline", str(servers.new_folder()), servers.token]
    done = subprocess.run(
        ["unshare", "-n", *line], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    if "unshare failed" in done.stderr:
        pytest.skip(f"NO LESSON WITHOUT NETWORK WAS TESTED: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["outside"] == ENETUNREACH, "there was a network after all"
    assert (found["clean"], found["acknowledged"], found["errors"]) == (True, 2 * PHONES, 0)
    assert set(found["pages"].values()) == {200}, found["pages"]


LOADS = re.compile(
    r"""<(?!a\b)\w+[^>]*?\s(?:src|srcset|href|action|poster|data|formaction)\s*=\s*["']([^"']*)["']"""
)
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
IN_JS = re.compile(r"""(?:from|import|fetch|EventSource|WebSocket|open)\s*\(?\s*["'`]([^"'`$]+)""")
ANY = re.compile(r"""["'`](?:https?:|wss?:)?//[^"'`\s]+""")


def addresses(path: str, text: str) -> Iterator[str]:
    """Everything that a page, a style or a script loads."""
    if path.endswith(".css"):
        yield from (a or b for a, b in IN_CSS.findall(text))
    elif path.endswith(".js"):
        yield from IN_JS.findall(text)
        yield from (one.strip("\"'`") for one in ANY.findall(text))
    else:
        yield from LOADS.findall(text)


def load_everything(server: Server, pages: dict[str, str], token: str) -> tuple[set[str], set[str]]:
    """Load pages, with the styles and scripts that they load in turn.

    Gives the addresses on other hosts, and the paths that were looked at.
    """
    waiting, seen, strangers = list(pages), set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if pages.get(path):
            text = pages[path]
        else:
            status, text = server.get(path, Authorization=f"Bearer {token}")
            assert status == 200, path
        for address in addresses(urlsplit(path).path, text):
            if address.startswith(("data:", "#", "mailto:")):
                continue
            whole = urlsplit(urljoin(f"{server.base}{path}", address))
            if whole.netloc != urlsplit(server.base).netloc:
                strangers.add(f"{path}: {address}")
            elif whole.path.startswith(("/static/", "/media/")) and whole.path.endswith(
                (".css", ".js")
            ):
                waiting.append(whole.path)
    return strangers, seen


def test_f10_no_page_loads_anything_from_another_host(calm: Any) -> None:
    server = calm.all[0]
    room = Room(server, calm.token)
    with Crowd(server.port, room.code, 3, think=0.2) as crowd:
        crowd.wait_until_in()
        room.move("start")
        room.move("skip")
        crowd.wait_until_answered(room.move("open")["round"])
        screens = [room.snapshot["html"], *(phone.snapshot["html"] for phone in crowd.phones)]
        room.move("close")
        screens.append(room.tell()["html"])
        version = room.snapshot["version"]
        crowd.wait(
            lambda: all(one.snapshot["version"] == version for one in crowd.phones), "all see it"
        )
        screens += [phone.snapshot["html"] for phone in crowd.phones]
    plain = ["/", "/guide", "/login", "/packs/d-ou-ca-sort", "/packs/d-ou-ca-sort/sources"]
    owned = [
        "/facilitate/",
        f"/facilitate/{room.code}",
        f"/present/{room.code}",
        "/facilitate/open?pack=d-ou-ca-sort",
    ]
    pages = dict.fromkeys([*plain, *owned, f"/j/{room.code}"], "")
    pages.update({f"/screen/{at}": html for at, html in enumerate(screens)})
    seat = {"Authorization": f"Bearer {crowd.phones[0].token}"}
    pages["/seated"] = server.get(f"/j/{room.code}", **seat)[1]
    strangers, seen = load_everything(server, pages, calm.token)
    assert strangers == set()
    names = {path.rsplit("/", 1)[-1] for path in seen}
    assert names >= {"phone.js", "answers.js", "console.js", "projector.js", "join.js", "kit.css"}


def test_f10_the_search_for_other_hosts_finds_them(calm: Any) -> None:
    server = calm.all[0]
    pages = {
        "/bad": '<script src="https://cdn.example.org/x.js"></script><img src="//img.example.org/a">',
        "/fine": '<a href="https://example.org/source">source</a><img src="/static/a.svg">',
        "/bad.css": "a { background: url(https://example.org/a.png) }",
        "/bad.js": 'import x from "https://example.org/x.js"; fetch("//example.org/y")',
        "/": "",
    }  # fmt: skip
    found, _seen = load_everything(server, pages, calm.token)
    assert len(found) == 5, found
    assert {one.split(":")[0] for one in found} == {"/bad", "/bad.css", "/bad.js"}
