"""The mutation operators: which changes are made where, from solc's syntax tree (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .mutants import Site
from .syntax import LOOPS, Node, functions, only_statement, place_of, type_of

_RELATIONAL = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=",),
    "!=": ("==",),
}
_LOGICAL = {"&&": "||", "||": "&&"}
_ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "&"}


def find_sites(ast: Node, source: bytes, declarations: Mapping[int, Node]) -> list[Site]:
    """The places in one file's functions where a mutant can stand. `declarations` has every declaration by its id."""
    sites: list[Site] = []
    for contract, function in functions(ast):
        name = function.get("name") or function["kind"]
        finder = _Finder(source, f"{contract}.{name}" if contract else name, declarations)
        finder.statement(function["body"])
        sites += finder.sites
    return sites


class _Finder:
    """Walks one function's body."""

    def __init__(self, source: bytes, function: str, declarations: Mapping[int, Node]) -> None:
        self.sites: list[Site] = []
        self._source = source
        self._function = function
        self._declarations = declarations

    # ---------------------------------------------------------------------------------------------- statements

    def statement(self, node: Node | None) -> None:
        if node is None:
            return
        kind = node["nodeType"]
        if kind in ("Block", "UncheckedBlock"):
            for inner in node["statements"] or []:
                self.statement(inner)
        elif kind == "IfStatement":
            self._if(node)
        elif kind in LOOPS:
            self._loop(node)
        elif kind == "VariableDeclarationStatement":
            self._value(node.get("initialValue"))
        elif kind == "ExpressionStatement":
            self._expression_statement(node)
        elif kind == "EmitStatement":
            self._add(node, [("statement removed", "")], statement=True)
            self._arguments(node["eventCall"])
        elif kind == "RevertStatement":
            self._add(node, [("statement removed", "")], statement=True)
            self._arguments(node["errorCall"])
        elif kind in ("Continue", "Break"):
            self._add(node, [("statement removed", "")], statement=True)
        elif kind == "Return":
            self._return(node)

    def _if(self, node: Node) -> None:
        guard = only_statement(node["trueBody"])["nodeType"] == "RevertStatement"
        self._condition(
            node["condition"], [("condition true", "true"), ("guard removed" if guard else "condition false", "false")]
        )
        if guard and not node.get("falseBody"):
            self._arguments(only_statement(node["trueBody"])["errorCall"])  # removing it is removing the guard
        else:
            self.statement(node["trueBody"])
        self.statement(node.get("falseBody"))

    def _loop(self, node: Node) -> None:
        self.statement(node.get("initializationExpression"))
        if node.get("condition"):
            self._condition(node["condition"], [("condition false", "false")])
        if node.get("loopExpression"):
            self._value(node["loopExpression"]["expression"])
        self.statement(node["body"])

    def _expression_statement(self, node: Node) -> None:
        expression = node["expression"]
        alternatives = [("statement removed", "")]
        if expression["nodeType"] == "Assignment":
            if "storage pointer" in type_of(expression["leftHandSide"]):
                alternatives = []  # solc doesn't compile a pointer that isn't set
            operator = expression["operator"]
            if operator != "=" and operator[:-1] in _ARITHMETIC:
                swapped = self._with_operator(expression, operator, f"{_ARITHMETIC[operator[:-1]]}=", "leftHandSide")
                alternatives.append(("arithmetic", f"{swapped};"))
            self._target(expression["leftHandSide"])
            self._value(expression["rightHandSide"])
        elif expression["nodeType"] == "UnaryOperation" and expression["operator"] in ("++", "--"):
            alternatives.append(("arithmetic", f"{self._swapped_step(expression)};"))
            self._target(expression["subExpression"])
        elif expression["nodeType"] == "UnaryOperation":
            self._target(expression["subExpression"])
        else:
            self._value(expression)
        self._add(node, alternatives, statement=True)

    def _return(self, node: Node) -> None:
        expression = node.get("expression")
        if expression is None:
            self._add(node, [("statement removed", "")], statement=True)
            return
        components = expression["components"] if expression["nodeType"] == "TupleExpression" else [expression]
        for component in components:
            changed = self._changed(component)
            if changed:
                self._add(component, [("return value", changed)])
            elif component is expression and "storage pointer" not in type_of(component):
                self._add(node, [("statement removed", "")], statement=True)
            self._value(component)

    def _changed(self, node: Node) -> str | None:
        """Another value of the same type than `node`'s, where the type has one that is always there."""
        text, kind = self._text(node), type_of(node)
        if node["nodeType"] == "Literal" or kind.startswith("int_const"):
            return None
        if kind == "bool":
            return f"!({text})"
        if re.fullmatch(r"u?int\d+", kind):
            return f"({text}) + 1"
        if re.fullmatch(r"bytes\d+", kind):
            return f"{kind}(0)"
        return "address(0)" if kind == "address" else None

    # --------------------------------------------------------------------------------------------- expressions

    def _condition(self, node: Node, forced: list[tuple[str, str]]) -> None:
        """What decides. It isn't negated as a whole: a test that sees it forced either way sees that as well."""
        if node["nodeType"] == "BinaryOperation":
            self._binary(node, negated=False)
        elif node["nodeType"] == "UnaryOperation" and node["operator"] == "!":
            self._value(node["subExpression"])
        else:
            self._value(node)
        self._add(node, forced)

    def _value(self, node: Node | None) -> None:
        """An expression that is read."""
        if node is None:
            return
        kind = node["nodeType"]
        if _is_number(node):
            self._add(node, self._neighbours(node))
        elif kind == "BinaryOperation":
            self._binary(node)
        elif kind == "UnaryOperation":
            self._unary(node)
        elif kind == "Conditional":
            self._condition(node["condition"], [("condition true", "true"), ("condition false", "false")])
            self._value(node["trueExpression"])
            self._value(node["falseExpression"])
        elif kind == "Literal" and node["kind"] == "bool":
            self._add(node, [("constant", "false" if node["value"] == "true" else "true")])
        elif kind == "Identifier":
            self._constant(node)
        elif kind == "MemberAccess":
            if not self._constant(node):
                self._value(node["expression"])
        elif kind in ("FunctionCall", "FunctionCallOptions", "IndexAccess", "IndexRangeAccess", "TupleExpression"):
            self._arguments(node)

    def _arguments(self, node: Node) -> None:
        """What stands within a call, an index or a tuple."""
        kind = node["nodeType"]
        if kind == "FunctionCall":
            if node["kind"] == "functionCall":
                self._value(node["expression"])
            elif re.match(r"bytes|address", type_of(node)) and type_of(node["arguments"][0]).startswith("int_const"):
                return  # bytes32(0) is no number
            arguments = node["arguments"]
        elif kind == "FunctionCallOptions":
            self._value(node["expression"])
            arguments = node["options"]
        elif kind == "TupleExpression":
            arguments = node["components"]
        else:
            self._value(node["baseExpression"])
            arguments = [node.get("indexExpression"), node.get("startExpression"), node.get("endExpression")]
        for argument in arguments:
            self._value(argument)

    def _target(self, node: Node | None) -> None:
        """An expression that is written to: only its indices are read."""
        if node is None:
            return
        if node["nodeType"] == "IndexAccess":
            self._target(node["baseExpression"])
            self._value(node.get("indexExpression"))
        elif node["nodeType"] == "MemberAccess":
            self._target(node["expression"])
        elif node["nodeType"] == "TupleExpression":
            for component in node["components"]:
                self._target(component)
        elif node["nodeType"] == "FunctionCall":
            self._arguments(node)

    def _binary(self, node: Node, *, negated: bool = True) -> None:
        operator = node["operator"]
        alternatives = []
        for other in _RELATIONAL.get(operator, ()):
            boundary = other[0] == operator[0] and operator[0] in "<>"
            if not boundary and not negated:
                continue
            name = "relational boundary" if boundary else "relational negation"
            alternatives.append((name, self._with_operator(node, operator, other, "leftExpression")))
        if operator in _LOGICAL:
            alternatives.append(("logical", self._with_operator(node, operator, _LOGICAL[operator], "leftExpression")))
        if operator in _ARITHMETIC:
            alternatives.append(
                ("arithmetic", self._with_operator(node, operator, _ARITHMETIC[operator], "leftExpression"))
            )
        self._add(node, alternatives)
        left = node["leftExpression"]
        if operator in ("**", "<<", ">>") and _is_number(left):
            # Such a number is a uint256, whereas in `? :` it would only be as large as itself.
            self._add(left, [(name, f"uint256({text})") for name, text in self._neighbours(left)])
        else:
            self._value(left)
        self._value(node["rightExpression"])

    def _unary(self, node: Node) -> None:
        operator = node["operator"]
        if operator == "!":
            self._add(node, [("relational negation", self._text(node["subExpression"]))])
            self._value(node["subExpression"])
        elif operator in ("++", "--"):
            self._add(node, [("arithmetic", self._swapped_step(node))])
            self._target(node["subExpression"])
        else:
            self._value(node["subExpression"])

    def _constant(self, node: Node) -> bool:
        """Whether the name stands for a constant; if so its mutants are added."""
        declared = self._declarations.get(node.get("referencedDeclaration") or 0)
        if declared is None:
            return False
        if "enum" in declared:
            members = [member["name"] for member in declared["enum"]["members"]]
            place = members.index(declared["name"])
            other = members[place + 1] if place + 1 < len(members) else members[place - 1]
            text = self._text(node)
            if other != declared["name"]:
                self._add(node, [("enum member", text[: -len(declared["name"])] + other)])
            return True
        if declared.get("constant") and re.fullmatch(r"u?int\d+", type_of(node)):
            text = self._text(node)
            self._add(node, [("constant", f"{text} + 1"), ("constant", f"{text} - 1")])
        return bool(declared.get("constant"))

    def _neighbours(self, node: Node) -> list[tuple[str, str]]:
        """A number's neighbours; a number is what solc computes, so that `2 * 1 days` is one."""
        text = self._text(node)
        if node["nodeType"] == "MemberAccess":
            return [("constant", f"{text} - 1")]
        if node["nodeType"] == "BinaryOperation":
            text = f"({text})"
        if text == "0":
            return [("constant", "1")]
        if text.isdecimal():
            return [("constant", str(int(text) + 1)), ("constant", str(int(text) - 1))]
        return [("constant", f"{text} + 1"), ("constant", f"{text} - 1")]

    # ------------------------------------------------------------------------------------------------ the text

    def _text(self, node: Node) -> str:
        start, length = place_of(node)
        return self._source[start : start + length].decode().strip()

    def _with_operator(self, node: Node, operator: str, other: str, left: str) -> str:
        """The node's text with its operator, which is the first such text behind the left side, exchanged."""
        start, length = place_of(node)
        left_start, left_length = place_of(node[left])
        behind = left_start + left_length
        found = re.search(rb"(?<![<>=!&|])%s" % re.escape(operator.encode()), self._source[behind : start + length])
        assert found, (self._function, self._text(node))
        text = self._source[start : behind + found.start()] + other.encode()
        return (text + self._source[behind + found.end() : start + length]).decode().strip()

    def _swapped_step(self, node: Node) -> str:
        text, operator = self._text(node), node["operator"]
        other = "--" if operator == "++" else "++"
        return other + text[2:] if node["prefix"] else text[:-2] + other

    def _add(self, node: Node, alternatives: list[tuple[str, str]], *, statement: bool = False) -> None:
        if not alternatives:
            return
        start, length = place_of(node)
        end = start + len(self._source[start : start + length].rstrip())
        if statement and not self._source[start:end].endswith(b";"):  # only a bare `return;` has it
            end = self._source.index(b";", end) + 1
        for site in self.sites:
            if (site.start, site.end, site.statement) == (start, end, statement):
                site.alternatives += alternatives
                return
        self.sites.append(Site(start, end, statement, self._function, list(alternatives)))


def _is_number(node: Node) -> bool:
    """A number that the compiler knows, other than by a constant's name."""
    if type_of(node).startswith("int_const") and node["nodeType"] in ("Literal", "BinaryOperation", "TupleExpression"):
        return True
    return (
        node["nodeType"] == "MemberAccess"
        and node["memberName"] in ("max", "min")
        and type_of(node["expression"]).startswith("type(")
    )
