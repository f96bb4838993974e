"""Identifiers and prose of the project's files, with line numbers."""

from __future__ import annotations

import ast
import io
import os
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SENTENCE = re.compile(r"\S+ +\S+ +\S")
"""Three words: a string constant with so many is a message."""

SKIPPED = {"node_modules", "vendor", "dist", "static"}
"""Folders of other people's code and of built files."""

Line = tuple[int, str]


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Return the project's files with these suffixes, by path."""
    paths: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and name[0] != "."]
        paths += (Path(folder, name) for name in names if name.endswith(suffixes))
    return tuple(sorted(paths))


def name_of(path: Path) -> str:
    """Return the path from the root of the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


def identifiers(tree: ast.AST) -> Iterator[Line]:
    """Return the names that a module defines: functions, classes, parameters, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def is_in(name: str, folder: str) -> bool:
    """Return whether a file is the folder, or in it."""
    return name == folder or name.startswith(folder + "/")


def functions(tree: ast.AST) -> Iterator[Line]:
    """Return the functions and methods that a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name.strip("_")


def words_of(identifier: str) -> str:
    """Return an identifier as lower-case words: `FastHttp_app` is `fast http app`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_+", " ", identifier).lower()


def module_prose(source: str, tree: ast.AST, *, messages: bool) -> Iterator[Line]:
    """Return comments and docstrings of a module, and its messages if wanted."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    documented = set(_documented(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_message = messages and SENTENCE.search(node.value)
            if node in documented or is_message:
                for offset, text in enumerate(node.value.splitlines()):
                    yield node.lineno + offset, text


def page_prose(source: str) -> Iterator[Line]:
    """Return the lines of a Markdown page, without code and the targets of links."""
    fenced = False
    for number, line in enumerate(source.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`|\]\([^)]*\)|<!--.*-->", " ", line)


def _documented(tree: ast.AST) -> Iterator[ast.AST]:
    """Return the constants that stand alone: docstrings of modules, classes and values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
