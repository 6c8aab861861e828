"""Broken lines: `python -m tests.reliability.mutation [COUNT] [SEED]` breaks one at a time and counts who notices.

A seeded sample of the places where a comparison, a condition, a number or a sum can be turned round, in modules that
load, export, log, derive a status and keep a terminal from being steered. Text that people read is left alone. Each
broken copy runs the tests of its module; those that nothing notices are listed, with the line.
"""

import ast
import copy
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.reliability.controls import copied, run
from tests.running import ROOT

# The modules, and the tests that are to notice.
MODULES = {
    "package/load_package.py": ("package/test_load_package.py", "package/test_fidelity.py"),
    "package/csv_rows.py": ("package/test_csv_rows.py", "package/test_load_package.py"),
    "package/open_package.py": ("package/test_open_package.py",),
    "package/write_package.py": ("package/test_write_package.py",),
    "db/change.py": ("db/test_change.py", "record/test_editing.py"),
    "db/hash_chain.py": ("db/test_hash_chain.py",),
    "domain/deciding.py": ("domain/test_deciding.py", "domain/test_deciding_model.py"),
    "domain/status.py": ("domain/test_status.py", "reports/test_snapshot.py"),
    "output/escapes.py": ("output/test_escapes.py", "output/test_tables.py"),
    "output/csv_injection.py": ("output/test_csv_injection.py",),
}
NOTICED = 0.85
_TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def places(tree: ast.Module) -> Iterator[tuple[int, int, int]]:
    """Every way of breaking a module at one place: the line, the number of the node, and which of two ways."""
    for number, node in enumerate(ast.walk(tree)):
        for change in range(2):
            if _turn(copy.deepcopy(node), change):
                yield getattr(node, "lineno", 0), number, change


def broken(text: str, number: int, change: int) -> str:
    """A module, broken at one place."""
    tree = ast.parse(text)
    _turn(next(node for place, node in enumerate(ast.walk(tree)) if place == number), change)
    return ast.unparse(ast.fix_missing_locations(tree))


def _turn(node: ast.AST, change: int) -> bool:
    """Turn one place round; False where there is nothing to turn, or no second way of turning it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED and not change:
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp) and not change:
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.If | ast.IfExp) and ast.unparse(node.test) != "TYPE_CHECKING":
        node.test = ast.Constant(value=bool(change))
    elif isinstance(node, ast.Constant) and type(node.value) is int and not change:
        node.value += 1
    elif isinstance(node, ast.Constant) and type(node.value) is bool and not change:
        node.value = not node.value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) and not change:
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif isinstance(node, ast.Return) and node.value is not None and change:
        node.value = ast.Constant(value=None)
    else:
        return False
    return True


def main(words: Sequence[str]) -> int:
    """Break so many lines, print which were not noticed and the share of those that were; 1 where it is too small."""
    count, seed = (int(word) for word in (*words, *("200", "1")[len(words) :]))
    texts = {file: (ROOT / "tracker" / file).read_text(encoding="utf-8") for file in MODULES}
    everything = [(file, *place) for file, text in texts.items() for place in places(ast.parse(text))]
    chosen = random.Random(seed).sample(everything, min(count, len(everything)))
    noticed = 0
    with copied() as folder:
        for file, line, number, change in chosen:
            path: Path = folder / "tracker" / file
            path.write_text(broken(texts[file], number, change), encoding="utf-8")
            found = not run(folder, *MODULES[file])
            path.write_text(texts[file], encoding="utf-8")
            noticed += found
            if not found:
                print(f"not noticed: tracker/{file}:{line}: {texts[file].splitlines()[line - 1].strip()}", flush=True)
    print(f"{noticed} of {len(chosen)} broken lines were noticed ({noticed / len(chosen):.0%}), of {len(everything)}.")
    return int(noticed / len(chosen) < NOTICED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
