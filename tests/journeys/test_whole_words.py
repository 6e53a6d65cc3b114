"""No word is broken inside: every shipped question, on a phone and on the big screen, asked and with its
result, and the pages that people read most."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from quizzes.bank.catalogue import SHIPPED
from quizzes.formats.pack_folder import read_folder

pytestmark = pytest.mark.browser
LANGUAGES = ["fr", pytest.param("en", marks=pytest.mark.long)]
PACKS = [read_folder(path.parent).pack for path in sorted(SHIPPED.glob("*/pack.yaml"))]
QUESTIONS = [f"{pack.slug}/{item.id}" for pack in PACKS if not pack.test for item in pack.items]
WIDTHS = {"phone": ((320, 640), (390, 844)), "room": ((1024, 768), (1920, 1080))}
PAGES = ["/", "/packs/pub-ou-pas-pub", "/packs/pub-ou-pas-pub/sources", "/guide", "/plans", "/glossary",
         "/plans/w1-pub-ou-pas-pub", "/facilitate/", "/facilitate/packs/demo-cinq-minutes",
         "/facilitate/packs/demo-cinq-minutes/D01", "/tests/", "/handouts/"]  # fmt: skip

BROKEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const found = [];
  for (let node; (node = walk.nextNode()); ) {
    const box = node.parentElement;
    if (box.closest("svg, .visually-hidden, script, style, noscript, option, textarea")) continue;
    if (!box.checkVisibility()) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]{2,}/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter((one) => one.width).map((one) => one.top);
      if (Math.max(...tops) - Math.min(...tops) > 4) found.push(word[0]);
    }
  }
  return found;
}"""
"""Words of letters and digits that stand on two lines. This Chromium knows no hyphenation, so that a
word that would be broken with a hyphen elsewhere has to fit as well."""

EACH = f"""async (paths) => {{
  const broken = {BROKEN};
  window.drawn ??= await Promise.all(paths.map(async (path) => {{
    const answer = await fetch(path);
    return answer.ok ? [path, await answer.text()] : [path, ""];
  }}));
  const found = [];
  let faces = 0;
  for (const [path, text] of window.drawn) {{
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) continue;
    for (const one of main.querySelectorAll("details")) one.open = true;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    faces += 1;
    for (const word of broken()) found.push(`${{path}}: ${{word}}`);
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${{path}} is ${{wide}} px too wide`);
  }}
  return [faces, found];
}}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("face", ["phone", "room"])
def test_no_question_breaks_a_word(kit: Any, fatima: Page, face: str, language: str) -> None:
    paths = [
        f"/facilitate/preview/{one}/{face}?lang={language}{shown}"
        for one in QUESTIONS
        for shown in ("", "&shown=1")
    ]
    fatima.goto(kit.base + paths[0])
    for width, height in WIDTHS[face]:
        fatima.set_viewport_size({"width": width, "height": height})
        faces, found = fatima.evaluate(EACH, paths)
        assert faces == len(paths)
        assert not found, f"{width}: {found}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_word_on_a_phone(kit: Any, fatima: Page, language: str) -> None:
    for path in PAGES:
        fatima.goto(f"{kit.base}{path}?lang={language}")
        for width in (320, 390):
            fatima.set_viewport_size({"width": width, "height": 844})
            assert fatima.evaluate(BROKEN) == [], f"{path} at {width}"
            wide = fatima.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, path
