"""How the house is built: what may lean on what, and how large anything may grow (design.md, Rooms)."""

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from tests.tree import ROOMS, ROOT, imported_names, modules, name, parsed, text, under

MODULE_LINES, TEST_MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 500, 60, 150

# Inside a room: what decides and stores knows nothing of what shows.
INNER = {"choices", "models", "selectors", "policies", "services"}
EDGE = {"forms", "tasks", "urls", "views"}

# Models without a scope of their own: they are reached through their whole.
PARTS = {
    "BatchDate",
    "CalendarDay",
    "ContractChange",
    "ContributionReceipt",
    "Criterion",
    "FacilityCondition",
    "FeeInstalment",
    "FormerName",
    "FundAct",
    "Pace",
    "PlanYear",
    "PriorityWeight",
    "Responsibility",
    "Shortfall",
    "SimulationLine",
    "SpotPhoto",
    "StatColumn",
    "Tally",
    "TemplateGate",
    "TemplatePhase",
}
# AuditEntry is read as accounts.models.Act; the other two are the reminder job's own notes.
WRITTEN_ONLY = {"AuditEntry", "ChannelRest", "ReminderRun"}

# Found under these names by Django and by crispy-forms.
FOUND_BY_NAME = {"403.html", "403_csrf.html", "404.html", "500.html", "bootstrap5/errors.html"}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_downwards_only(room):
    above = set(ROOMS[: ROOMS.index(room)])

    upward = [
        (name(path), imported)
        for path in modules(room)
        for imported in imported_names(path)
        if imported.split(".")[0] in above
    ]

    assert upward == []


@pytest.mark.parametrize("room", ROOMS)
def test_services_know_no_form_task_or_view(room):
    inner = [path for path in modules(room) if path.relative_to(ROOT / room).parts[0].removesuffix(".py") in INNER]

    outward = [
        (name(path), imported)
        for path in inner
        for imported in imported_names(path)
        if imported.startswith(f"{room}.") and imported.split(".")[1] in EDGE
    ]

    assert outward == []


def test_modules_stay_readable():
    def ceiling(path):
        return TEST_MODULE_LINES if path.is_relative_to(ROOT / "tests") else MODULE_LINES

    assert [name(path) for path in modules() if text(path).count("\n") > ceiling(path)] == []


def test_functions_stay_readable():
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]

    assert long == []


def test_templates_stay_readable():
    assert [name(path) for path in under("templates") if text(path).count("\n") > TEMPLATE_LINES] == []


def test_every_template_is_used():
    sources = "".join(text(path) for path in modules(*ROOMS) + under("templates"))
    ours = {str(path.relative_to(ROOT / "templates")) for path in under("templates")}

    assert {template for template in ours - FOUND_BY_NAME if template not in sources} == set()


def test_every_static_file_is_used():
    sources = "".join(text(path) for path in modules(*ROOMS) + under("templates") + under("static", suffix=".css"))
    ours = {str(path.relative_to(ROOT / "static")) for path in under("static")}

    assert {file for file in ours if file not in sources} == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def named_urls(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named_urls(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_url_is_tried_by_every_kind_of_person():
    from tests.matrix import MATRIX

    urls = set(named_urls(get_resolver()))

    assert {"without a row": urls - MATRIX.keys(), "without a url": MATRIX.keys() - urls} == {
        "without a row": set(),
        "without a url": set(),
    }


def test_every_model_is_read_through_for_user():
    """Historical tables are reached through the row they belong to."""
    ours = [m for m in apps.get_models() if m._meta.app_label in ROOMS and not hasattr(m, "instance_type")]
    unscoped = {model.__name__ for model in ours if not hasattr(model._default_manager, "for_user")}

    assert unscoped == PARTS | WRITTEN_ONLY


def test_business_effects_are_calls_not_signals():
    signal = re.compile(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b|@receiver\b")

    assert [name(path) for path in modules(*ROOMS) if signal.search(text(path))] == []


def test_models_hold_no_float_and_no_logic_in_save():
    forbidden = re.compile(r"FloatField\(|def save\(")
    models = [path for path in modules(*ROOMS) if "models" in path.relative_to(ROOT).parts[1].removesuffix(".py")]

    assert [name(path) for path in models if forbidden.search(text(path))] == []
