"""The rules of the house, as far as a program can see them: sizes, imports, languages, names, what is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "scripts"
PACKAGE = SCRIPTS / "taskbook"
MODULES = sorted(PACKAGE.rglob("*.py"))
VERBS = sorted(SCRIPTS.glob("*.py"))
BESIDE = [path for folder in ("bench", "installation") for path in sorted((SCRIPTS / folder).glob("*.py"))]
EVERYTHING = [*VERBS, *BESIDE, *MODULES]

LONGER_SCRIPTS = {"start.py", "environment.py", "bench_round.py", "build_sample.py"}
"""What sets up before the package can be used, what measures, and what holds the sample plan's text."""

CHINESE_ALLOWED = (
    "environment.py",
    "start.py",
    "build_sample.py",
    "bench_round.py",
    "bench_buttons.py",
    "installation/",  # before the package can be used, like environment.py
    "bench/",  # a plan and today's ways, for measuring only
    "taskbook/book_columns.py",
    "taskbook/codes.py",
    "taskbook/columns.py",
    "taskbook/findings.py",
    "taskbook/stops.py",
    "taskbook/wording/",
    "taskbook/model.py",  # the states and lights, whose values are what stands in the cells
    "taskbook/language/",
    "taskbook/intake/",
    "taskbook/prose/",  # the language of sentences, as language/ is that of cells
    "taskbook/coverage/",
)
HEAVY = {"pandas", "xlwings", "openpyxl", "docx", "docxtpl", "numpy", "pdfplumber", "pdfminer", "opencc"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "data", "common", "misc"}
CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011]")
MACHINE_PATH = re.compile(r"(?<![\w.])(/home/|/root/|/work/|/tmp/|/Users/|[A-Z]:\\\\?Users)")


def name_of(path: Path) -> str:
    return path.relative_to(SCRIPTS).as_posix()


def module_of(path: Path) -> str:
    parts = path.relative_to(SCRIPTS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def imports(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[str]:
    """Full names of what is imported; of `from x import y` both `x` and `x.y`, as y may be a module."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def needed(path: Path) -> set[str]:
    """The modules of the package that a file imports, anywhere in it."""
    known = {module_of(module) for module in MODULES}
    found = known.intersection(imports(ast.walk(tree_of(path)))) - {module_of(path), "taskbook"}
    return {name for name in found if not any(other.startswith(name + ".") for other in found)}


def test_scripts_only_call_their_step() -> None:
    long = {
        path.name: lines
        for path in VERBS
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 30
    }
    assert set(long) <= LONGER_SCRIPTS, long


def test_modules_are_short() -> None:
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING}
    words = {"taskbook/codes.py"}  # one published list of sentences, which an Enum keeps in one place
    assert {name: size for name, size in sizes.items() if size > 310 and name not in words} == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{node.name}": size
        for path in EVERYTHING
        for node in functions(path)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert long == {}


def test_every_function_says_its_types() -> None:
    bare = [
        f"{name_of(path)}:{node.name}"
        for path in EVERYTHING
        for node in functions(path)
        if node.returns is None
        or any(
            argument.annotation is None and argument.arg not in ("self", "cls")
            for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        )
    ]
    assert bare == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in EVERYTHING if not ast.get_docstring(tree_of(path))] == []


def test_imports_have_no_cycles() -> None:
    graph = {module_of(path): needed(path) for path in MODULES}
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join([*above[above.index(name) :], name])
        if name not in done:
            for other in sorted(graph.get(name, ())):
                walk(other, (*above, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_language_knows_only_the_vocabulary() -> None:
    allowed = (
        "taskbook.language",
        "taskbook.model",
        "taskbook.columns",
        "taskbook.book_columns",
        "taskbook.codes",
        "taskbook.findings",
        "taskbook.stops",
    )
    for path in (PACKAGE / "language").glob("*.py"):
        strange = {name for name in needed(path) if not name.startswith(allowed)}
        assert not strange, f"{name_of(path)} imports {strange}"


def test_the_vocabulary_knows_nobody() -> None:
    assert needed(PACKAGE / "book_columns.py") == set()
    assert needed(PACKAGE / "columns.py") == {"taskbook.book_columns"}
    assert needed(PACKAGE / "codes.py") == set()
    assert needed(PACKAGE / "stops.py") == set()
    assert needed(PACKAGE / "findings.py") == {"taskbook.codes", "taskbook.stops"}
    assert needed(PACKAGE / "model.py") == {"taskbook.columns"}


def test_the_package_does_not_know_the_scripts() -> None:
    scripts = {path.stem for path in VERBS}
    for path in MODULES:
        assert not scripts.intersection(imports(ast.walk(tree_of(path)))), name_of(path)


def test_only_excel_imports_xlwings() -> None:
    for path in EVERYTHING:
        if name_of(path) != "taskbook/excel.py":
            assert "xlwings" not in set(imports(ast.walk(tree_of(path)))), name_of(path)


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    """Pressing a button starts a process: what a verb does not need must not be loaded."""
    for path in EVERYTHING:
        top = {name.split(".")[0] for name in imports(tree_of(path).body)}
        assert not top & HEAVY, f"{name_of(path)} imports {top & HEAVY} at its top"


def test_chinese_stands_only_where_words_are_kept() -> None:
    """Docstrings and comments may quote cells; text that a program shows or compares stands with the words."""
    found = [
        f"{name_of(path)}:{node.lineno} {node.value[:30]!r}"
        for path in EVERYTHING
        if not name_of(path).startswith(CHINESE_ALLOWED)
        for node in strings(path)
        if CHINESE.search(node.value)
    ]
    assert found == []


def test_no_word_is_kept_twice() -> None:
    """All modules of `wording` are one namespace: of two things with one name, one would be lost."""
    names: dict[str, list[str]] = {}
    for path in sorted((PACKAGE / "wording").glob("*.py")):
        for node in tree_of(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [one for target in targets for one in getattr(target, "elts", [target])]
            own = [one.id for one in flat if isinstance(one, ast.Name)]
            own += [node.name] if isinstance(node, ast.FunctionDef) else []
            own += [node.target.id] if isinstance(node, ast.AnnAssign) else []
            for name in own:
                if not name.startswith("_"):
                    names.setdefault(name, []).append(path.stem)
    assert {name: modules for name, modules in names.items() if len(modules) > 1} == {}


def strings(path: Path) -> Iterator[ast.Constant]:
    """String constants that are no docstring (also not one below a constant)."""
    tree = tree_of(path)
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


def test_names_say_what_a_module_is_for() -> None:
    assert [name_of(path) for path in EVERYTHING if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize(
    "pattern", [r"\bTODO\b|\bFIXME\b|\bXXX\b|raise NotImplementedError", MACHINE_PATH.pattern]
)
def test_nothing_unfinished_and_no_path_of_one_machine(pattern: str) -> None:
    texts = [
        *EVERYTHING,
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "templates").rglob("*.*"),
    ]
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in texts
        if path.suffix in {".py", ".md", ".txt", ".toml", ".csv", ".html"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_text_files_are_opened_as_utf_8() -> None:
    """Chinese Windows opens text as GBK unless told otherwise."""
    found = []
    for path in EVERYTHING:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                said = {keyword.arg for keyword in node.keywords}
                enough = {"read_text": 1, "write_text": 2}.get(name)  # the encoding as a positional argument
                if enough and "encoding" not in said and len(node.args) < enough:
                    found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


def test_every_script_is_documented() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in pages if path.exists())
    missing = [path.name for path in VERBS if path.name not in text and path.name != "environment.py"]
    assert missing == []


def test_every_code_is_used() -> None:
    from taskbook.findings import Code, Stop

    text = "\n".join(path.read_text(encoding="utf-8") for path in EVERYTHING)
    unused = [
        f"{kind.__name__}.{one.name}"
        for kind in (Code, Stop)
        for one in kind
        if f"{kind.__name__}.{one.name}" not in text
    ]
    assert unused == []
