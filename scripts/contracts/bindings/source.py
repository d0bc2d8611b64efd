"""Writes the model as Python source, not yet formatted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .model import ContractModel, Model, selector, topic
from .naming import (
    enum_member,
    error_class,
    error_fields,
    method_name,
    parameter_names,
    type_name,
    upper_snake,
)
from .natspec import Entry, abi_type, doc_of, docstring, first_sentence, parameter_notes, type_paragraphs

_HEAD = "# Written by `./qc contracts bindings` from contracts/artifacts/{source}. Do not edit.\n"
_IMPORTS = {
    "..abi": "ADDRESS BOOL BYTES STRING ArrayCodec EnumCodec IntCodec StructCodec TupleCodec "
    "fixed_bytes nothing single uint",
    "..contract": "Contract Event View Write event_values",
    "..errors": "QuaychainError",
    "..types": "Address Call Log ViewCall",
    "collections.abc": "Mapping Sequence",
    "dataclasses": "dataclass",
    "enum": "IntEnum",
    "typing": "Any ClassVar NamedTuple TypeAlias",
}


def write_types(model: Model) -> str:
    """bindings/types.py: every enum and struct."""
    body = []
    for name, members in model.enums.items():
        lines = "\n".join(f"    {enum_member(member)} = {value}" for value, member in enumerate(members))
        doc = type_paragraphs(model.type_docs.get(name, ""), name, [], [])
        body.append(f"class {name}(IntEnum):\n{docstring(doc, 4)}\n{lines}\n")
    for name, parts in model.structs.items():
        names = parameter_names([part["name"] for part in parts])
        doc = type_paragraphs(model.type_docs.get(name, ""), name, [part["name"] for part in parts], names)
        fields = "\n".join(f"    {field}: {_type(part)}" for field, part in zip(names, parts, strict=True))
        triples = ", ".join(
            f'("{field}", "{part["name"]}", {_codec(part)})' for field, part in zip(names, parts, strict=True)
        )
        body.append(
            f"@dataclass(frozen=True, slots=True)\nclass {name}:\n{docstring(doc, 4)}\n\n"
            f"    CODEC: ClassVar[StructCodec[{name}]]\n\n{fields}\n\n\n{name}.CODEC = StructCodec({name}, {triples})\n"
        )
    return _module("*.json", "The enums and structs of the contracts.", body)


def write_errors(model: Model) -> str:
    """bindings/errors.py: one class for each Solidity error, and the table by selector."""
    body, table = [], []
    for entry in model.errors:
        name = error_class(entry["name"])
        doc = doc_of(model.docs, "errors", entry)
        text = doc.notice or doc.details
        fields = error_fields([item["name"] for item in entry["inputs"]])
        typed = zip(fields, entry["inputs"], strict=True)
        parts = "".join(f"    {field}: {_type(item)}\n" for field, item in typed)
        title = f"    title = {_long_text(first_sentence(text))}\n" if text else ""
        text_of_class = docstring([text, f"Solidity: {_declared(entry)}"], 4)
        body.append(f"@dataclass\nclass {name}(QuaychainError):\n{text_of_class}\n\n{title}\n{parts}")
        codecs = "".join(f", {_codec(item)}" for item in entry["inputs"])
        table.append(f"    bytes.fromhex({_quoted(selector(entry))}): TupleCodec({name}{codecs}),\n")
    body.append(
        "#: first four bytes of what a call reverted with → decoder of the rest\n"
        f"ERRORS: Mapping[bytes, TupleCodec[QuaychainError]] = {{\n{''.join(table)}}}\n"
    )
    return _module("*.json", "One Python error for each Solidity error.", body, _used_types(model, "\n".join(body)))


def write_contract(model: Model, contract: ContractModel) -> str:
    """The module of one contract."""
    taken = {*model.structs, *model.enums, contract.name}
    events = {_event_class(entry, taken): entry for entry in contract.events}
    body = [_event(model, name, entry) for name, entry in events.items()]
    union = " | ".join(events) or "None"
    body.append(f"{contract.name}Event: TypeAlias = {union}\n")
    constants, methods = [], []
    for name, entry in _overloads(contract.functions):
        constant, method, result = _function(model, contract, name, entry)
        if result:
            body.append(result)
        constants.append(constant)
        methods.append(method)
    body.append("\n".join(constants) + "\n")
    described = ",\n".join(_event_source(name, entry) for name, entry in events.items())
    body.append(f"_EVENTS: tuple[Event[Any], ...] = ({described}{',' if described else ''})\n")
    body.append(
        f"class {contract.name}(Contract):\n{docstring([contract.doc.notice, contract.doc.details], 4)}\n\n"
        f'    NAME = "{contract.name}"\n'
        "    EVENTS: ClassVar[Mapping[bytes, Event[Any]]] = {event.topic: event for event in _EVENTS}\n\n"
        f"    __slots__ = ()\n\n{_creation(contract)}{''.join(methods)}\n"
        f"    def decode(self, log: Log) -> {contract.name}Event | None:\n"
        '        """The event of a log of this contract; None for any other log. Raises AbiDecodingError."""\n'
        f"        event: {contract.name}Event | None = self._decode(log)\n        return event\n"
    )
    text = "\n\n".join(body)
    return _module(contract.artifact, contract.doc.notice or contract.name, body, _used_types(model, text))


def _event(model: Model, name: str, entry: Entry) -> str:
    doc = doc_of(model.docs, "events", entry)
    names = parameter_names([item["name"] for item in entry["inputs"]])
    fields = "".join(
        f"    {field}: {'bytes' if _is_hashed(item) else _type(item)}\n"
        for field, item in zip(names, entry["inputs"], strict=True)
    )
    notes = parameter_notes(doc, [item["name"] for item in entry["inputs"]], names)
    return (
        f"@event_values\nclass {name}:\n{docstring([doc.notice, doc.details, *notes], 4)}\n\n"
        f'    TOPIC: ClassVar[bytes] = bytes.fromhex("{topic(entry)}")\n\n{fields}'
    )


def _event_source(name: str, entry: Entry) -> str:
    topics: list[str] = []
    data: list[str] = []
    order: list[str] = []
    for item in entry["inputs"]:
        if item["indexed"]:
            order.append(str(len(topics)))
            topics.append("fixed_bytes(32)" if _is_hashed(item) else _codec(item))
        else:
            order.append(str(-1 - len(data)))
            data.append(_codec(item))
    parts = ", ".join(_tuple(items) for items in (topics, data, order))
    return f'Event("{entry["name"]}", {name}.TOPIC, {name}, {parts})'


def _function(model: Model, contract: ContractModel, name: str, entry: Entry) -> tuple[str, str, str]:
    """The function's codec, its method, and the named tuple of its results where it has several."""
    doc = doc_of(model.docs, "methods", entry)
    names = parameter_names([item["name"] for item in entry["inputs"]], frozenset({"self"}))
    arguments = "".join(
        f", {field}: {_type(item, given=True)}" for field, item in zip(names, entry["inputs"], strict=True)
    )
    constant = f"_{upper_snake(name)}"
    inputs = [_codec(item) for item in entry["inputs"]]
    passed = "".join(f", {field}" for field in names)
    result = ""
    if entry["stateMutability"] in ("view", "pure"):
        answer, decoder, result = _answer(entry, name)
        returns = f"ViewCall[{answer}]"
        source = f'{constant} = View[{answer}]("{selector(entry)}", {_tuple(inputs)}, {decoder})'
    else:
        returns = "Call"
        source = f'{constant} = Write("{selector(entry)}"{"".join(f", {codec}" for codec in inputs)})'
    notes = parameter_notes(doc, [item["name"] for item in entry["inputs"]], names)
    given = "; ".join(f"{key.strip('_') or 'the value'}: {text}" for key, text in doc.returns.items())
    texts = [doc.notice or f"Solidity: {_declared(entry)}.", doc.details, *notes, f"Returns {given}" if given else ""]
    method = (
        f"    def {name}(self{arguments}) -> {returns}:\n{docstring(texts, 8)}\n"
        f"        return {constant}.call(self.address{passed})\n\n"
    )
    return source, method, result


def _answer(entry: Entry, name: str) -> tuple[str, str, str]:
    """Type of a view's answer, its decoder, and the source of a named tuple if it needs one."""
    outputs = entry["outputs"]
    if not outputs:
        return "None", "nothing", ""
    if len(outputs) == 1:
        return _type(outputs[0]), f"single({_codec(outputs[0])})", ""
    answer = "".join(word.capitalize() for word in name.split("_")) + "Result"
    names = parameter_names([item["name"] for item in outputs])
    fields = "".join(f"    {field}: {_type(item)}\n" for field, item in zip(names, outputs, strict=True))
    codecs = ", ".join(_codec(item) for item in outputs)
    source = f'class {answer}(NamedTuple):\n    """What `{name}` answers."""\n\n{fields}'
    return answer, f"TupleCodec({answer}, {codecs}).decode_values", source


def _creation(contract: ContractModel) -> str:
    inputs = contract.constructor["inputs"] if contract.constructor else []
    names = parameter_names([item["name"] for item in inputs], frozenset({"bytecode"}))
    arguments = "".join(f", {field}: {_type(item, given=True)}" for field, item in zip(names, inputs, strict=True))
    codecs = "".join(f", {_codec(item)}" for item in inputs)
    encoded = ""
    if inputs:
        values = "".join(f"{name}, " for name in names)
        encoded = f" + TupleCodec(tuple{codecs}).encode_values(({values}))"
    return (
        f"    @staticmethod\n    def creation(bytecode: bytes{arguments}) -> Call:\n"
        '        """What creates the contract; `bytecode` is the artifact\'s, with its libraries linked."""\n'
        f"        return Call(None, bytecode{encoded})\n\n"
    )


def _overloads(functions: Sequence[Entry]) -> Iterable[tuple[str, Entry]]:
    """Functions with their methods' names; of several with one name, those after the first say their types."""
    seen: set[str] = set()
    for entry in functions:
        name = method_name(entry["name"])
        if name in seen:
            name += "".join(f"_{re.sub('[^a-z0-9]', '', abi_type(item))}" for item in entry["inputs"])
        seen.add(name)
        yield name, entry


def _event_class(entry: Entry, taken: set[str]) -> str:
    name = str(entry["name"])
    return name + "Event" if name in taken else name


def _is_hashed(item: Entry) -> bool:
    """Whether an indexed parameter's topic is a hash of its value."""
    return bool(item.get("indexed")) and (
        item["type"] in ("string", "bytes") or item["type"][0] == "t" or item["type"][-1] == "]"
    )


def _type(item: Entry, *, given: bool = False) -> str:
    if item["type"].endswith("]"):
        inner = _type({**item, "type": item["type"].rsplit("[", 1)[0]}, given=given)
        return f"Sequence[{inner}]" if given else f"tuple[{inner}, ...]"
    internal = item.get("internalType", "")
    if internal.startswith(("struct ", "enum ")):
        return type_name(internal)
    base = item["type"].rstrip("0123456789")
    return {"uint": "int", "int": "int", "bool": "bool", "address": "Address", "bytes": "bytes", "string": "str"}[base]


def _codec(item: Entry) -> str:
    kind = item["type"]
    if kind.endswith("]"):
        inner, _, length = kind[:-1].rpartition("[")
        return f"ArrayCodec({_codec({**item, 'type': inner})}{f', {length}' if length else ''})"
    internal = item.get("internalType", "")
    if internal.startswith("struct "):
        return f"{type_name(internal)}.CODEC"
    if internal.startswith("enum "):
        return f"EnumCodec({type_name(internal)})"
    constants = {"bool": "BOOL", "address": "ADDRESS", "bytes": "BYTES", "string": "STRING"}
    if kind in constants:
        return constants[kind]
    base = kind.rstrip("0123456789")
    return f"{ {'uint': 'uint', 'int': 'IntCodec', 'bytes': 'fixed_bytes'}[base] }({kind.removeprefix(base)})"


def _tuple(items: Sequence[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _declared(entry: Entry) -> str:
    """The declaration as Solidity has it, with the names."""
    items = [f"{_solidity_type(item)} {item['name']}".strip() for item in entry["inputs"]]
    return f"`{entry['name']}({', '.join(items)})`"


def _solidity_type(item: Entry) -> str:
    internal = item.get("internalType", item["type"])
    return str(internal.split(" ", 1)[-1])


def _long_text(text: str) -> str:
    parts = [text[at : at + 100] for at in range(0, len(text), 100)]
    return _quoted(text) if len(parts) == 1 else "(" + "\n".join(_quoted(part) for part in parts) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _used_types(model: Model, text: str) -> list[str]:
    return [name for name in sorted({*model.structs, *model.enums}) if re.search(rf"\b{name}\b", text)]


def _module(source: str, doc: str, body: Sequence[str], own: Sequence[str] = ()) -> str:
    text = "\n\n".join(body)
    # Names within docstrings and strings would look like used ones.
    code = re.sub(r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"', "", text)
    candidates = {**{module: names.split() for module, names in _IMPORTS.items()}, ".types": list(own)}
    imports = {
        module: [name for name in names if re.search(rf"(?<![\w.]){name}\b", code)]
        for module, names in candidates.items()
    }
    lines = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items()) if names]
    return (
        f"{_HEAD.format(source=source)}{docstring([doc], 0)}\n\nfrom __future__ import annotations\n\n"
        + "\n".join(lines)
        + f"\n\n\n{text}"
    )
