"""House rules that no linter knows: each takes a module's code and yields what breaks it, a line number first."""

import ast
import io
import re
import tokenize
from pathlib import PurePosixPath

MOST_LINES = 300
# Foreign text must never be read as HTML: one module wraps each of these, and everyone else uses that one.
WRAPPED_ONCE = frozenset({"QLabel", "QMessageBox", "setToolTip"})


class Code:
    """A module of the package: its path under the checkout, its text, its syntax tree."""

    def __init__(self, text, path="desktop_dialer/core/example.py"):
        self.path = PurePosixPath(path)
        self.text = text
        self.tree = ast.parse(text, filename=path)

    @property
    def layer(self):
        """The folder or, on top, the module: `core`, `cli`, `app`."""
        return self.path.with_suffix("").parts[1]

    def nodes(self, *types):
        return (node for node in ast.walk(self.tree) if isinstance(node, types))

    def calls(self, *names, methods=False):
        for node in self.nodes(ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if name in names and isinstance(node.func, ast.Attribute) == methods:
                yield node

    def imports(self):
        """Each imported name in full, with its line: `from a import b` gives `a` and `a.b`."""
        for node in self.nodes(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            else:
                module = "." * node.level + (node.module or "")
                yield node.lineno, module
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def no_file_is_too_long(code):
    if (lines := len(code.text.splitlines())) > MOST_LINES:
        yield f"{MOST_LINES}: {lines} lines, two ideas in one file"


def a_module_says_what_it_is_for(code):
    first = (ast.get_docstring(code.tree) or "").partition("\n")[0]
    if not re.fullmatch(r"\S.*\s.*[.!?]", first):
        yield "1: the docstring's first line is no sentence"


def only_the_command_line_prints(code):
    if code.layer != "cli":
        yield from (f"{call.lineno}: print" for call in code.calls("print"))


def a_slot_is_a_bound_method(code):
    for call in code.calls("connect", methods=True):
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        partials = [v for v in values if isinstance(v, ast.Call) and ast.unparse(v.func).split(".")[-1] == "partial"]
        if partials or any(isinstance(value, ast.Lambda) for value in values):
            yield f"{call.lineno}: a lambda or partial as a slot keeps its widget alive"


def no_dialog_stops_the_loop(code):
    yield from (
        f"{call.lineno}: exec() stops the loop, open() does not" for call in code.calls("exec", "exec_", methods=True)
    )


def nothing_is_asserted(code):
    yield from (f"{node.lineno}: assert is gone under -O" for node in code.nodes(ast.Assert))


def no_error_is_swallowed(code):
    for handler in code.nodes(ast.ExceptHandler):
        wide = handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}
        idle = (ast.Pass, ast.Continue, ast.Expr)
        if wide and all(
            isinstance(node, idle) and not isinstance(getattr(node, "value", None), ast.Call | ast.Await)
            for node in handler.body
        ):
            yield f"{handler.lineno}: every error is swallowed"


def nothing_is_put_off(code):
    yield from (
        f"{node.lineno}: NotImplementedError" for node in code.nodes(ast.Name) if node.id == "NotImplementedError"
    )
    for token in tokenize.generate_tokens(io.StringIO(code.text).readline):
        if token.type == tokenize.COMMENT and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", token.string):
            yield f"{token.start[0]}: {token.string}"


RULES = (
    no_file_is_too_long,
    a_module_says_what_it_is_for,
    only_the_command_line_prints,
    a_slot_is_a_bound_method,
    no_dialog_stops_the_loop,
    nothing_is_asserted,
    no_error_is_swallowed,
    nothing_is_put_off,
)


def names_of_the_wrapped(code):
    """Which of Qt's doors for foreign text this module touches."""
    names = {node.id for node in code.nodes(ast.Name)} | {node.attr for node in code.nodes(ast.Attribute)}
    return WRAPPED_ONCE & (names | {name.rpartition(".")[2] for _, name in code.imports()})
