"""Promises about the whole tree: nothing from outside, nobody named, nothing an old browser trips over."""

import json
import re

import pytest

from tests.tree import ROOMS, ROOT, files, modules, name, text, under

# Written in halves, so that this file does not name what it looks for.
REGISTRY_HALVES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmmirror", "com"),
    ("deb.debian", "org"),
]
REGISTRY = re.compile("|".join(re.escape(".".join(halves)) for halves in REGISTRY_HALVES))
MOBILE_NUMBER = re.compile(r"\b1[3-9]\d{9}\b")
INVENTED_MOBILE_NUMBER = re.compile(r"1380000\d{4}")
OUTSIDE_ADDRESS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]", re.IGNORECASE)
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-assets.txt"]

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
# What came after Chromium 86, the oldest browser we promise (design.md, 11).
TOO_NEW = {
    ".css": re.compile(
        r":(has|is|where)\(|(color-mix|light-dark|oklch)\(|@(layer|container)\b|^\s+&|@media[^{]*[<>]"
        r"|\b(inset|aspect-ratio|accent-color|scrollbar-gutter|text-wrap|translate|scale|rotate):"
        r"|\d[sdl]vh\b|overflow: *clip",
        re.MULTILINE,
    ),
    ".js": re.compile(
        r"\.(at|findLast|findLastIndex|toSorted|toReversed)\(|structuredClone|Object\.(hasOwn|groupBy)\b"
        r"|\bstatic \{|^await\b|\.showPicker\(",
        re.MULTILINE,
    ),
}


def readable():
    """Text files of the tree; workbooks and pictures are none."""
    for path in files():
        try:
            yield path, text(path)
        except UnicodeDecodeError:
            continue


def pins(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text(ROOT / lock), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_no_address(lock):
    assert "://" not in text(ROOT / lock)


def test_the_asset_lock_holds_no_download_address():
    packages = json.loads(text(ROOT / "frontend/package-lock.json"))["packages"]

    assert [key for key, package in packages.items() if "resolved" in package] == []


def test_development_runs_on_what_offices_run():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_every_dependency_says_why():
    lines = [line for path in under("requirements", suffix=".in") for line in text(path).splitlines()]

    assert [line for line in lines if not line.startswith(("#", "-r")) and "  # " not in line] == []


def test_no_file_names_a_package_registry():
    assert [name(path) for path, content in readable() if REGISTRY.search(content)] == []


def test_no_file_holds_a_mobile_number():
    found = [
        (name(path), number)
        for path, content in readable()
        for number in MOBILE_NUMBER.findall(content)
        if not INVENTED_MOBILE_NUMBER.fullmatch(number)
    ]

    assert found == []


def test_pages_ask_no_other_host():
    """Offices have no internet: fonts, maps, icons and scripts all come from the installation."""
    found = [
        (name(path), match.group())
        for path in under("templates", "static")
        if path.suffix in {".html", ".css", ".js", ".svg"}
        for match in OUTSIDE_ADDRESS.finditer(text(path))
    ]

    assert found == []


def test_pages_hold_no_inline_script_or_style():
    """The Content-Security-Policy would refuse it in the office, silently."""
    found = [(name(path), match.group()) for path in under("templates") for match in INLINE.finditer(text(path))]

    assert found == []


@pytest.mark.parametrize("suffix", TOO_NEW)
def test_our_css_and_js_run_on_the_oldest_office_browser(suffix):
    found = [
        (name(path), match.group())
        for path in under("static", suffix=suffix)
        for match in TOO_NEW[suffix].finditer(text(path))
    ]

    assert found == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")

    assert [name(path) for path in modules(*ROOMS) + under("templates", "static") if later.search(text(path))] == []


def test_the_readme_shows_the_two_commands():
    shown = re.findall(r"^\s*(make \w+)", text(ROOT / "README.md"), re.MULTILINE)

    assert set(shown) == {"make run", "make test"}


@pytest.mark.parametrize("document", under(suffix=".md"), ids=name)
def test_documents_name_only_what_exists(document):
    """`like/this.py` in a document is a file or folder of this tree."""
    named = re.findall(r"`([a-z_.]+/[\w./-]*)`", text(document))
    made_by_running = (".venv/", "var/", "frontend/dist")

    missing = [path for path in named if not path.startswith(made_by_running) and not (ROOT / path).exists()]

    assert missing == []


def test_the_glossary_gives_one_english_word_per_chinese_term():
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text(ROOT / "docs/glossary.md"), re.MULTILINE)[2:]
    chinese, english = zip(*rows, strict=True)

    assert len(set(chinese)) == len(chinese)
    assert len(set(english)) == len(english)
