"""What is written is true: settings, commands, links, pictures, the guide, the wire in OpenAPI."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import app as recoupe
from quizzes.formats.pack import Pack
from quizzes.formats.pack_folder import read_folder
from quizzes.kinds import content_of, kinds
from workshop.live.rules.joincode import ALPHABET, LENGTH
from workshop.live.rules.phase import Move, Phase
from workshop.live.rules.settings import Settings
from workshop.plans import planbook
from workshop.system.settings import SETTINGS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("deploy/*.md")])
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST_BYTES = 150_000


def fenced(text: str, language: str) -> list[str]:
    """The blocks of code in `language`."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def typed(text: str, program: str) -> list[list[str]]:
    """The lines of shell that call `program`, as words without comments."""
    lines = (line.split("#")[0].split() for one in fenced(text, "sh") for line in one.splitlines())
    return [line[1:] for line in lines if line and line[0] == program]


# ---- settings and commands -------------------------------------------------------------------


def test_the_table_of_settings_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(RECOUPE_\w+)` \| (.*?) ?\| (.*?) \|$", README, re.M)
    told = [(name, default.strip("` "), what) for name, default, what in rows]
    assert told == [(one.variable, one.default, one.what) for one in SETTINGS]


def test_every_setting_that_is_named_anywhere_exists() -> None:
    known = {one.variable for one in SETTINGS}
    files = [*PAGES, *(ROOT / "deploy").iterdir(), *(ROOT / "templates" / "guide").iterdir()]
    for path in files:
        named = set(re.findall(r"RECOUPE_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def find_command(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words call, and the words that are left for it."""
    found: click.Command = recoupe.main
    while isinstance(found, click.Group):
        assert words, f"{found.name} needs a command"
        assert words[0] in found.commands, f"there is no command {words[0]}"
        found, words = found.commands[words[0]], words[1:]
    return found, words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_commands_that_are_told_exist(path: Path) -> None:
    for words in typed(path.read_text(encoding="utf-8"), "recoupe"):
        command, left = find_command(words)
        options = {name for one in command.params for name in one.opts}
        used = {word for word in left if word.startswith("-")}
        assert used <= options, words


def test_every_command_is_told() -> None:
    told = {command.name for command, _left in map(find_command, typed(README, "recoupe"))}

    def leaves(group: click.Group) -> Iterator[str | None]:
        for one in group.commands.values():
            if isinstance(one, click.Group):
                yield from leaves(one)
            else:
                yield one.name

    assert set(leaves(recoupe.main)) == told


def test_the_targets_of_make_that_are_told_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in PAGES:
        named = re.findall(r"(?:^|`)make (\w+)", path.read_text(encoding="utf-8"), re.M)
        assert set(named) <= targets, path.name


# ---- links and pictures ----------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The names by which headings are linked to."""
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors(text), target
        elif not target.startswith("https://"):
            assert (path.parent / target).is_file(), target


def test_the_readme_shows_six_pictures_and_says_what_is_on_them() -> None:
    shown = dict(reversed(one) for one in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README))
    assert sorted(shown) == [one.relative_to(ROOT).as_posix() for one in PICTURES]
    assert len(shown) == 6
    assert min(len(words) for words in shown.values()) > 60


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_a_png_that_loads_fast(path: Path) -> None:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width >= 480 and height >= 480
    assert len(data) <= MOST_BYTES


def test_contributing_stays_two_pages() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 120


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(
        rf"^## \[{re.escape(recoupe.kit_version())}\] - \d{{4}}-\d\d-\d\d$", text, re.M
    )


def test_the_proxy_passes_streams_on_and_says_what_the_kit_believes() -> None:
    conf = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for line in ("proxy_buffering off;", "proxy_http_version 1.1;", "access_log off;"):
        assert line in conf
    assert set(re.findall(r"X-Forwarded-(\w+) \$", conf)) == {"For", "Proto", "Host"}


# ---- packs -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pack_schema() -> Draft202012Validator:
    """What `recoupe packs schema` prints."""
    done = CliRunner().invoke(recoupe.main, ["packs", "schema"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def as_written(pack: Pack) -> dict[str, Any]:
    head = pack.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"items"})
    return {**head, "items": [content_of(item) for item in pack.items]}


def test_the_example_of_a_pack_is_one(tmp_path: Path, pack_schema: Draft202012Validator) -> None:
    (example,) = fenced(CONTRIBUTING, "yaml")
    (tmp_path / "pack.yaml").write_text(example, encoding="utf-8")
    assert list(pack_schema.iter_errors(as_written(read_folder(tmp_path).pack))) == []
    as_an_editor_reads_it = json.loads(json.dumps(yaml.safe_load(example), default=str))
    assert [one.message for one in pack_schema.iter_errors(as_an_editor_reads_it)] == []


def test_the_schema_knows_every_shipped_pack(pack_schema: Draft202012Validator) -> None:
    for path in (ROOT / "quizzes" / "packs").iterdir():
        found = as_written(read_folder(path).pack)
        assert [one.message for one in pack_schema.iter_errors(found)] == [], path.name


def test_the_schema_refuses_what_no_pack_has(pack_schema: Draft202012Validator) -> None:
    assert list(pack_schema.iter_errors({"format": 1, "colour": "blue"}))


def test_the_readme_counts_the_packs_right() -> None:
    """Forms of a test are in no list, so not in this one either."""
    told = re.findall(r"^\| \*(.+?)\* \| (.+?) \| (\d+) \| (\d+) \|$", README, re.M)
    shipped = [read_folder(path).pack for path in (ROOT / "quizzes" / "packs").iterdir()]
    packs = [one for one in shipped if one.test is None]
    real = [
        (re.sub(r"\s", " ", one.title.fr), one.title.en, str(len(one.items)), str(one.minutes))
        for one in packs
    ]
    assert sorted(told) == sorted(real)
    assert f"with {sum(len(one.items) for one in packs)} questions" in README


def test_the_readme_tells_every_kind() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \| .{15,} \|$", README, re.M)
    assert sorted(told) == sorted(kinds())
    assert f"There are {len(kinds())} kinds of questions" in README


def test_the_readme_tells_every_plan() -> None:
    told = re.findall(r"^\| (W\d|TF) \| (.+?) \| .+? \| (\d+) \|$", README, re.M)
    assert told == [(one.code, one.title.en, str(one.minutes)) for one in planbook.plans()]


def test_contributing_tells_every_shape_and_where_a_kind_lives() -> None:
    (told,) = re.findall(r"Say its `shape`.*?\n   - ", CONTRIBUTING, re.S)
    shapes = {one.shape for one in kinds().values()}
    assert shapes == set(re.findall(r"`(\w+)`", told)) - {"shape"}
    for place in ("quizzes/kinds/", "templates/items/<kind>/"):
        assert place in CONTRIBUTING


# ---- the guide -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_anyone_can_read_the_guide(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/guide?lang={language}")
    assert answer.status_code == 200
    page = answer.text
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    links = re.findall(r'href="#(\w+)"', page)
    assert len(links) > 6
    for target in links:
        assert f'id="{target}"' in page, target


def test_the_guide_offers_every_pack_on_paper(client: FlaskClient) -> None:
    page = client.get("/guide?lang=en").text
    for path in (ROOT / "quizzes" / "packs").iterdir():
        offered = read_folder(path).pack.test is None
        assert (f"/handouts/{path.name}/worksheet.pdf" in page) == offered
        assert (f"/handouts/{path.name}/key.pdf" in page) == offered


# ---- the wire --------------------------------------------------------------------------------


@pytest.fixture
def wire(client: FlaskClient) -> dict[str, Any]:
    """The description, as it is served."""
    answer = client.get("/api/openapi.json")
    assert answer.mimetype == "application/json"
    return dict(answer.json or {})


def as_openapi(rule: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def test_openapi_has_every_call_of_the_wire_and_nothing_else(
    app: Flask, wire: dict[str, Any]
) -> None:
    real = {
        (as_openapi(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    verbs = {"get", "post", "put", "patch", "delete"}
    told = {(path, verb) for path, found in wire["paths"].items() for verb in found.keys() & verbs}
    assert told == real


def test_an_operation_is_named_after_its_view_and_says_who_may_call(
    app: Flask, wire: dict[str, Any]
) -> None:
    views = {rule.endpoint.split(".")[-1] for rule in app.url_map.iter_rules()}
    for path, found in wire["paths"].items():
        named = set(re.findall(r"{(\w+)}", path))
        shared = [one["$ref"].rsplit("/")[-1] for one in found.get("parameters", ())]
        assert named <= set(shared), path
        for verb in found.keys() - {"parameters"}:
            assert found[verb]["operationId"] in views
            assert "security" in found[verb] and found[verb]["responses"], path


def test_its_words_are_those_of_the_code(wire: dict[str, Any]) -> None:
    schemas = wire["components"]["schemas"]
    assert schemas["Phase"]["enum"] == [one.value for one in Phase]
    assert schemas["Move"]["enum"] == [one.value for one in Move]
    told = schemas["LiveSettings"]["properties"]
    assert set(told) == {one.name for one in fields(Settings)}
    defaults = {
        name: one["default"] for name, one in told.items() if one.get("default") is not None
    }
    assert defaults == {one.name: one.default for one in fields(Settings) if one.name in defaults}
    pattern = wire["components"]["parameters"]["code"]["schema"]["pattern"]
    assert re.fullmatch(pattern, ALPHABET[:LENGTH])
    assert all(re.fullmatch(pattern, one * LENGTH) for one in ALPHABET)


def schema_of(wire: dict[str, Any], name: str) -> Draft202012Validator:
    found = {"$ref": f"#/components/schemas/{name}", "components": wire["components"]}
    Draft202012Validator.check_schema(wire["components"]["schemas"][name])
    return Draft202012Validator(found)


def fits(wire: dict[str, Any], name: str, value: Any) -> None:
    assert [one.message for one in schema_of(wire, name).iter_errors(value)] == []


def test_a_whole_lesson_says_what_openapi_says(
    wire: dict[str, Any], room: Any, pavel: Any, priya: Any
) -> None:
    fits(wire, "Snapshot", pavel.snapshot())
    fits(wire, "Snapshot", room.move("start"))
    item = room.move("open")["item"]
    fits(wire, "ResponseKept", pavel.respond(item["options"][0]["id"]).json)
    fits(wire, "ResponseKept", pavel.respond(item["options"][1]["id"]).json)
    fits(wire, "Results", room.results())
    fits(wire, "Snapshot", room.moves("close", "reveal"))
    for participant in (pavel, priya):
        fits(wire, "Me", participant.get("me").json)
        fits(wire, "Snapshot", participant.snapshot())
    fits(wire, "Snapshot", room.move("finish"))


def test_every_refusal_is_a_problem(
    wire: dict[str, Any], client: FlaskClient, room: Any, pavel: Any
) -> None:
    room.moves("start", "open")
    stale = room.http.post(
        f"/api/live/{room.code}/moves",
        json={"move": "close", "version": 1},
        headers=room.owner.headers,
    )
    refused = [
        stale,
        pavel.respond("no such option"),
        pavel.respond("a", round_id=999),
        pavel.phone.put(f"/api/live/{room.code}/rounds/1/response", data=b"{"),
        client.get(f"/api/live/{room.code}/me"),
        client.get("/api/live/ZZZZZZ/snapshot"),
        client.get("/api/nothing"),
        client.put("/api/live"),
    ]
    for answer in refused:
        assert answer.status_code >= 400
        assert answer.mimetype == "application/problem+json"
        fits(wire, "Refusal", answer.json)
    assert stale.json["reason"] == "stale"
    fits(wire, "Snapshot", stale.json["snapshot"])


def test_it_is_openapi(wire: dict[str, Any]) -> None:
    validate(wire)


def test_every_operation_and_every_thing_it_reads_is_described(wire: dict[str, Any]) -> None:
    for path, place in wire["paths"].items():
        for verb, operation in place.items():
            if verb == "parameters":
                continue
            assert len(operation["summary"]) > 10, (path, verb)
            assert all(one["description"] for one in operation.get("parameters", ()))
            assert all(
                "$ref" in one or one["description"] for one in operation["responses"].values()
            )
    for name, schema in wire["components"]["schemas"].items():
        assert schema.get("description"), name


def test_healthz_says_what_openapi_says(wire: dict[str, Any], client: FlaskClient) -> None:
    told = wire["paths"]["/healthz"]["get"]["responses"]["200"]["content"]["application/json"]
    assert told["schema"] == {"$ref": "#/components/schemas/Health"}
    fits(wire, "Health", client.get("/healthz").json)


def test_the_version_is_that_of_the_kit(wire: dict[str, Any]) -> None:
    assert wire["openapi"].startswith("3.1")
    assert wire["info"]["version"] == recoupe.kit_version()
