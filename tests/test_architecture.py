"""The shape of the code: directions of imports, purity of rules, words that may not appear."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from quizzes.kinds import kinds

ROOT = Path(__file__).parent.parent
SOURCES = [
    ROOT / "app.py",
    *sorted(ROOT.glob("quizzes/**/*.py")),
    *sorted(ROOT.glob("workshop/**/*.py")),
]
RULES = re.compile(r"quizzes/(items|kinds|formats)/.*|(quizzes|workshop)/\w+/rules(/\w+)?\.py")
PURE = [path for path in SOURCES if RULES.fullmatch(path.relative_to(ROOT).as_posix())]
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
SCRIPTS = sorted(ROOT.glob("static/js/*.js"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Every line with its place."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{name_of(path)}:{number}", line


def said(paths: list[Path], pattern: str) -> list[str]:
    """The places where a pattern is found."""
    return [f"{place}: {line.strip()}" for place, line in lines(paths) if re.search(pattern, line)]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_in_the_directions_of_the_design() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


BREACHES = {
    "quizzes/items/certainty.py": ("import flask", "Rules know neither"),
    "quizzes/formats/media.py": ("from quizzes.store import db", "Quizzes: each feature"),
    "quizzes/bank/catalogue.py": ("import workshop.live.rules.phase", "The quizzes do not know"),
    "quizzes/adapting/wording.py": ("import quizzes.kinds.bases.zones", "Only the registry"),
    "quizzes/alone/pages/packs.py": (
        "from quizzes.bank import queries",
        "A page that cannot query",
    ),
    "workshop/live/sessions.py": ("from quizzes.bank import tables", "The workshop asks"),
    "workshop/live/tables.py": ("import workshop.live.queries", "In every feature"),
    "workshop/live/seats.py": ("import app", "Nothing imports app.py"),
    "workshop/push/hub.py": ("import quizzes.items.text", "The transport can be replaced"),
    "workshop/people/accounts.py": ("import workshop.live.seats", "Workshop: each feature"),
    "workshop/reports/report.py": ("import weasyprint", "Only the process that makes PDFs"),
    "workshop/reports/recap.py": ("import qrcode", "Only network/qr.py"),
}


def test_every_contract_notices_a_breach(tmp_path: Path) -> None:
    for package in ("quizzes", "workshop"):
        ignore = shutil.ignore_patterns("__pycache__", "packs")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    shutil.copy(ROOT / "app.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, (line, _contract) in BREACHES.items():
        path = tmp_path / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    found = lint_imports(tmp_path)
    broken = re.findall(r"^(.*?)\s*BROKEN", found.stdout, re.MULTILINE)
    for file, (_line, contract) in BREACHES.items():
        wanted = contract.replace("’", "'")
        assert any(one.startswith(wanted) for one in broken), (file, contract, found.stdout)
    contracts = (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert len(broken) == contracts


def fresh(code: str) -> str:
    """What a new Python says."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_app_starts_without_the_library_that_makes_pdfs() -> None:
    code = "import sys, app; print(sorted({'weasyprint', 'pikepdf', 'cv2'} & sys.modules.keys()))"
    assert fresh(code) == "[]"


def test_rules_load_without_the_web_and_the_database() -> None:
    modules = [
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in PURE
    ]
    code = (
        f"import sys, {', '.join(modules)}; import quizzes.kinds as k; k.kinds();"
        "print(sorted({'flask', 'sqlalchemy', 'wtforms', 'weasyprint', 'gevent'} & sys.modules.keys()))"
    )
    assert fresh(code) == "[]"


OWN_WORLD = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
IMPURE = {"http", "os", "random", "secrets", "socket", "subprocess", "sys", "threading", "time",
          "urllib", "uuid"}  # fmt: skip
IMPURE_RULES = IMPURE | {"io", "logging", "pathlib", "tempfile"}


READS_TEXT_ONLY = {"urllib.parse"}


def imported(tree: ast.AST) -> set[str]:
    """The first names of every module that a file imports, but those that only read text."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name.split(".")[0] for name in found - READS_TEXT_ONLY}


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_rules_have_no_clock_no_chance_and_no_files_of_their_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = IMPURE if "formats" in path.parts else IMPURE_RULES
    assert imported(tree) & forbidden == set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in OWN_WORLD | {"open", "print", "input", "eval", "exec", "compile"}
            assert called.rsplit(".", 1)[-1] not in {"now", "utcnow", "today", "localtime"}


def test_only_the_gate_the_commands_and_the_app_read_the_clock() -> None:
    places = {
        found.split(":")[0] for found in said(SOURCES, r"datetime\.now\(|date\.today\(|utcnow\(")
    }
    commands = {
        path for path in places if re.fullmatch(r"(quizzes|workshop)/\w+/(\w+_)?commands\.py", path)
    }
    assert places - commands <= {"app.py", "quizzes/gate/clock.py"}


def test_only_use_cases_write_and_only_their_door_commits() -> None:
    commits = {found.split(":")[0] for found in said(SOURCES, r"\.commit\(")}
    assert commits == {"quizzes/store/db.py"}
    writes = {found.split(":")[0] for found in said(SOURCES, r"with writing\(")}
    parts = {file: set(file.removesuffix(".py").split("/")) for file in writes}
    assert not [file for file in writes if parts[file] & {"pages", "queries", "tables", "rules"}]


KINDS = sorted((ROOT / "quizzes" / "kinds").rglob("*.py"))
CLASSES = {
    node.name
    for path in KINDS
    for node in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(node, ast.ClassDef)
}


def names_in(node: ast.AST) -> set[object]:
    """What a piece of code says by name: a word in quotes, a class, an attribute, an import."""
    return {getattr(node, name, None) for name in ("value", "id", "attr", "name")} - {None}


def test_nothing_else_names_a_kind() -> None:
    names = CLASSES | kinds().keys()
    named = [
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)}"
        for path in SOURCES
        if path not in KINDS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant | ast.Name | ast.Attribute | ast.alias)
        and any(isinstance(name, str) and name in names for name in names_in(node))
    ]
    assert named == []


OWN_SCRIPTS = {"feed.js", "ordering.js", "simulator.js", "spot.js"}
"""Scripts that the templates of a kind ask for by name: they are its own."""


def test_no_script_but_its_own_names_a_kind() -> None:
    shared = [path for path in SCRIPTS if path.name not in OWN_SCRIPTS]
    quoted = rf"""["'`]({"|".join(kinds())})\b"""
    assert [
        line for line in said(shared, quoted) if not line.split(": ", 1)[1].startswith("/*")
    ] == []


def test_no_template_but_its_own_asks_for_a_kind() -> None:
    shared = [path for path in TEMPLATES if path.parent.name not in kinds()]
    assert said(shared, rf"""kind\s*(==|!=|in)\s*[\["'(]+({"|".join(kinds())})\b""") == []


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("place", ["phone", "projector", "paper", "editor"])
def test_every_kind_has_its_looks(kind: str, place: str) -> None:
    assert (ROOT / "templates" / "items" / kind / f"{place}.html").is_file()


@pytest.mark.parametrize(
    "pattern",
    [
        r"\|\s*safe\b", r"\bMarkup\(", r"yaml\.(unsafe_|full_)?load\(", "render_template_string",
        r"autoescape\s*=?\s*[Ff]alse", r"\bpickle\b", r"shell\s*=\s*True", r"verify\s*=\s*False",
    ],
)  # fmt: skip
def test_no_file_says(pattern: str) -> None:
    assert said([*SOURCES, *TEMPLATES], pattern) == []


@pytest.mark.parametrize(
    "pattern",
    [r"\sstyle\s*=", r"<style\b", r"<script(?![^>]*\bsrc=)", r"\son[a-z]+\s*=", "javascript:",
     r"(src|href|action)\s*=\s*[\"']?(https?:)?//"],
)  # fmt: skip
def test_pages_hold_no_script_no_style_and_nothing_of_another_host(pattern: str) -> None:
    pages = [path for path in TEMPLATES if "printed" not in path.parts]
    assert said(pages, pattern) == []


def test_scripts_put_only_fragments_of_our_own_server_into_a_page() -> None:
    inner = said(SCRIPTS, r"\b(innerHTML|outerHTML|insertAdjacentHTML)\b")
    assert [one for one in inner if "a fragment rendered by our own server" not in one] == []
    assert said(SCRIPTS, r"\beval\(|new Function|document\.write|https?://") == []


def test_tests_are_not_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_two_classes_have_one_name() -> None:
    """A name means one thing, wherever it is imported."""
    found: dict[str, list[str]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(name_of(path))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def folders_with_sentences() -> dict[str, str]:
    """The tree in DESIGN.md: each folder by its path, with its sentence."""
    design = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
    tree = design.split("## The tree", 1)[1].split("```")[1]
    found: dict[str, str] = {}
    above: list[str] = []
    for line in tree.strip("\n").splitlines():
        name, _, sentence = line.strip().partition("/")
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [name]
        found["/".join(above)] = sentence.strip()
    return found


def test_the_tree_of_the_design_is_the_tree() -> None:
    told = folders_with_sentences()
    assert [path for path in told if not (ROOT / path).is_dir()] == []
    packages = [path.parent for path in SOURCES if path.name == "__init__.py"]
    for package in packages:
        said_there = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
        first = (said_there or "").split("\n\n")[0].replace("\n", " ")
        assert told.get(name_of(package)) == first, name_of(package)


def test_a_blueprint_its_module_and_its_templates_have_one_name(app: Flask) -> None:
    for name, blueprint in app.blueprints.items():
        module = blueprint.import_name.rsplit(".", 1)[-1]
        own = module if module != "pages" else blueprint.import_name.split(".")[1]
        assert name == own, blueprint.import_name
        feature = blueprint.import_name.split(".")[1]
        used = set(re.findall(r'"([\w/]+)/\w+\.html"', source_of(blueprint.import_name)))
        ours = {feature, f"{feature}/{own}", "error"}
        assert used <= ours, (blueprint.import_name, used)


def source_of(module: str) -> str:
    return (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


SAYS_NOTHING = r"(unkept|kept|words|phrases|body|lead|parts|utils|helpers|common|manager|misc)"


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [name_of(path) for path in SOURCES if re.fullmatch(SAYS_NOTHING, path.stem)]
    assert named == []


def test_no_script_is_long() -> None:
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    long = {one.name: n for one in scripts if (n := len(one.read_text().splitlines())) > 200}
    assert scripts and long == {}
