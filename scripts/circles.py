#!/usr/bin/env python3
"""Lists circles between the source files of a crate, and exits with 1 where there are any.

A file depends on another when it names something that the other defines: in a `use`, or in a path
such as `crate::draw::Chart` or `super::Chart`. Names are followed through re-exports to the file
that defines them, so a `mod.rs` that only re-exports its children depends on none of them. What is
compiled for tests alone is left out.

    scripts/circles.py              all crates of the workspace
    scripts/circles.py crates/data  one crate
"""

import re
import sys
from pathlib import Path

TOKEN = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    | (?P<raw>b?r(?P<hashes>\#*)".*?"(?P=hashes))
    | (?P<string>[bc]?"(?:[^"\\]|\\.)*")
    | (?P<char>b?'(?:[^'\\]|\\(?:x[0-9a-fA-F]{2}|u\{[^}]*\}|.))')
    | (?P<lifetime>'[A-Za-z_]\w*)
    | (?P<word>(?:r\#)?[A-Za-z_]\w*)
    | (?P<double>::|=>|->)
    | (?P<sign>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
CLOSING = {"{": "}", "(": ")", "[": "]"}
ITEMS = {"fn", "struct", "enum", "union", "trait", "type", "const", "static"}
# What ends with its block, where it has one, and what ends with a semicolon alone.
WITH_BLOCK = {"fn", "struct", "enum", "union", "trait", "impl", "mod", "macro_rules"}
WITH_SEMICOLON = {"use", "type", "const", "static", "let"}


class Module:
    """A module: its file, what it defines, imports and declares, and the names that it uses."""

    def __init__(self, file, parent):
        self.file, self.parent = file, parent
        self.children = {}  # name: module
        self.defined = set()
        self.imports = {}  # name: path
        self.globs = []  # paths
        self.paths = []  # paths outside of `use`, and of `use` that is no re-export
        self.exported = set()  # names that a re-export brings in
        self.words = set()  # words outside of `use`


def tokens_of(text):
    """The tokens of Rust source without comments and literals."""
    return [m.group() for m in TOKEN.finditer(text) if m.lastgroup in ("word", "double", "sign")]


def closing(tokens, start):
    """The index behind the bracket that closes the one at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index] in CLOSING:
            depth += 1
        elif tokens[index] in CLOSING.values():
            depth -= 1
            if depth == 0:
                return index + 1
    return len(tokens)


def item_end(tokens, start):
    """The index behind the item, statement, field or match arm at `start`."""
    index = start
    while tokens[index] in ("pub", "unsafe", "async", "extern") or tokens[index] == "(":
        index = closing(tokens, index) if tokens[index] == "(" else index + 1
    kind = "fn" if tokens[index : index + 2] in (["const", "fn"], ["const", "unsafe"]) else tokens[index]
    while index < len(tokens):
        token = tokens[index]
        if token == ";" or token == "," and kind not in WITH_BLOCK | WITH_SEMICOLON:
            return index + 1
        if token in CLOSING:
            index = closing(tokens, index)
            if token == "{" and kind not in WITH_SEMICOLON:
                return index
        else:
            index += 1
    return index


def is_for_tests(attribute):
    """Whether the tokens of an attribute leave an item to tests alone."""
    others = {"not", "any"} & set(attribute)
    return attribute[:2] == ["cfg", "("] and "test" in attribute and not others


def without_tests(tokens):
    """The tokens without the items that are compiled for tests alone."""
    kept, index = [], 0
    while index < len(tokens):
        if tokens[index] == "#" and tokens[index + 1 : index + 2] == ["["]:
            end = closing(tokens, index + 1)
            if is_for_tests(tokens[index + 2 : end - 1]):
                while tokens[end : end + 1] == ["#"]:
                    end = closing(tokens, end + 1)
                index = item_end(tokens, end)
            else:
                index = end
        else:
            kept.append(tokens[index])
            index += 1
    return kept


def leaves(tokens, prefix=()):
    """The `(path, name)` pairs of a use tree; the name of a glob is `*`."""
    path, index = list(prefix), 0
    while index < len(tokens):
        token = tokens[index]
        if token == "{":
            inner, start, depth = tokens[index + 1 : closing(tokens, index) - 1], 0, 0
            for position, each in enumerate([*inner, ","]):
                depth += (each == "{") - (each == "}")
                if each == "," and depth == 0:
                    if inner[start:position]:
                        yield from leaves(inner[start:position], path)
                    start = position + 1
            return
        if token == "*":
            yield tuple(path), "*"
            return
        if token == "as":
            yield tuple(path), tokens[index + 1]
            return
        if token not in ("::", "$"):
            path.append(token)
        index += 1
    # `use a::b::{self}` is `use a::b`.
    if path and path[-1] == "self" and len(path) > 1:
        path.pop()
    yield tuple(path), path[-1]


def read(module, folder, tokens):
    """Fills `module`, whose children lie in `folder`, from its tokens."""
    index, depth = 0, 0
    while index < len(tokens):
        token = tokens[index]
        before = tokens[index - 1] if index else ""
        if token == "use" and before not in (".", "::"):
            end = tokens.index(";", index)
            # `impl Trait + use<'a>` is no import.
            if tokens[index + 1] != "<":
                is_export = before == "pub" or before == ")" and "pub" in tokens[index - 5 : index]
                for path, name in leaves(tokens[index + 1 : end]):
                    if name == "*":
                        module.globs.append(path)
                    else:
                        module.imports[name] = path
                    if is_export:
                        module.exported.add(name)
                    else:
                        module.paths.append((*path, "*") if name == "*" else path)
                index = end + 1
                continue
        if token == "mod" and depth == 0 and tokens[index + 2] in (";", "{"):
            name = tokens[index + 1]
            if tokens[index + 2] == ";":
                files = [folder / f"{name}.rs", folder / name / "mod.rs"]
                file = next((file for file in files if file.is_file()), None)
                if file:
                    module.children[name] = load(file, module, folder / name)
                index += 3
            else:
                end = closing(tokens, index + 2)
                child = module.children[name] = Module(module.file, module)
                read(child, folder / name, tokens[index + 3 : end - 1])
                index = end
            continue
        if depth == 0 and token in ITEMS and re.match(r"\w", tokens[index + 1]):
            module.defined.add(tokens[index + 1])
        if token == "macro_rules" and tokens[index + 1] == "!":
            module.defined.add(tokens[index + 2])
        depth += (token == "{") - (token == "}")
        if re.match(r"[A-Za-z_]", token) and before not in (".", "::"):
            path = [token]
            while tokens[index + 1 : index + 2] == ["::"] and re.match(r"\w", tokens[index + 2]):
                path.append(tokens[index + 2])
                index += 2
            module.words.add(token)
            if len(path) > 1:
                module.paths.append(tuple(path))
        index += 1


def load(file, parent, folder):
    """The module in `file` with all its children."""
    module = Module(file, parent)
    read(module, folder, without_tests(tokens_of(file.read_text(encoding="utf-8"))))
    return module


def resolve(root, module, path, seen=()):
    """The module that defines the last known name of `path`, or nothing if it is not of this crate."""
    here, rest = start_of(root, module, path, seen)
    while here and rest:
        name, *rest = rest
        if name == "super":
            here = here.parent
        elif name in here.children:
            here = here.children[name]
        elif name in here.defined or (here, name) in seen:
            return here
        else:
            return imported(root, here, name, rest, seen) or here
    return here


def start_of(root, module, path, seen):
    """Where `path` begins, and what of it is left."""
    first, *rest = path
    if first == "crate":
        return root, rest
    if first == "self":
        return module, rest
    if first == "super":
        return module.parent, rest
    if first in module.children:
        return module.children[first], rest
    if first in module.imports and (module, first) not in seen:
        found = resolve(root, module, module.imports[first], (*seen, (module, first)))
        return found, rest
    return None, rest


def imported(root, module, name, rest, seen):
    """What `name`, which `module` does not define, stands for through its imports."""
    seen = (*seen, (module, name))
    if name in module.imports:
        return resolve(root, module, [*module.imports[name], *rest], seen)
    for glob in module.globs:
        found = resolve(root, module, glob, seen)
        if found and (name in found.defined or name in found.children or name in found.imports):
            return resolve(root, found, ["self", name, *rest], seen)
    return None


def arrows(root):
    """For each file, the files whose definitions it names."""
    found, open_modules = {}, [root]
    while open_modules:
        module = open_modules.pop()
        open_modules.extend(module.children.values())
        used = list(module.paths)
        # A re-exported name that the file uses itself.
        used += [module.imports[name] for name in module.exported & module.words if name in module.imports]
        targets = found.setdefault(module.file, set())
        for path in used:
            glob = path[-1] == "*"
            target = resolve(root, module, path[:-1] if glob else path)
            if target and target.file != module.file:
                targets.add(target.file)
    return found


def circles(graph):
    """The sets of files that reach each other (Tarjan's strongly connected components)."""
    order, low, stack, found = {}, {}, [], []

    def visit(node):
        order[node] = low[node] = len(order)
        stack.append(node)
        for target in sorted(graph.get(node, ())):
            if target not in order:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], order[target])
        if low[node] == order[node]:
            circle = set(stack[stack.index(node) :])
            del stack[stack.index(node) :]
            if len(circle) > 1:
                found.append(circle)

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return found


def main():
    """Prints every circle with the arrows within it."""
    workspace = Path(__file__).resolve().parent.parent
    crates = [Path(each) for each in sys.argv[1:]] or sorted((workspace / "crates").iterdir())
    count = 0
    for crate in crates:
        sources = crate / "src"
        for name in ("lib.rs", "main.rs"):
            if not (sources / name).is_file():
                continue
            root = load(sources / name, None, sources)
            graph = arrows(root)
            for circle in circles(graph):
                count += 1
                print(f"{crate.name}: {len(circle)} files in a circle")
                for file in sorted(circle):
                    targets = sorted(str(each.relative_to(sources)) for each in graph[file] & circle)
                    print(f"  {file.relative_to(sources)} -> {', '.join(targets)}")
    if count:
        sys.exit(f"circles: {count}")


if __name__ == "__main__":
    main()
