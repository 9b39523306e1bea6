"""Says with other parsers than the product's what an answer changes: python-hcl2 and PyYAML, as Checkov ships them.

In:  JSON lines {"language", "name", "before", "after"}.
Out: JSON lines: list of [address, attribute] whose values differ, or {"error": text}.
"""

import json
import sys

import hcl2
import yaml


class Template(yaml.SafeLoader):
    """CloudFormation's short forms as their long ones."""


def call(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {"!" + suffix: value}


Template.add_multi_constructor("!", call)


def blocks_of(language, name, text):
    text = text.lstrip("\ufeff")
    if language == "cloudformation":
        is_json = text.lstrip().startswith("{")
        document = json.loads(text) if is_json else yaml.load(text, Loader=Template)
        resources = document.pop("Resources")
        return {**{f"section {k}": v for k, v in document.items()}, **resources}
    document = json.loads(text) if name.endswith(".json") else hcl2.loads(text)
    return dict(flatten(document))


DEPTH = {"resource": 2, "data": 2, "variable": 1, "output": 1, "module": 1, "provider": 1}


def flatten(document):
    for kind, entries in document.items():
        for index, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            for path, body in descend(entry, DEPTH.get(kind, 0)):
                labels = ".".join(path) if path else str(index)
                yield (labels if kind == "resource" else f"{kind}.{labels}"), body


def descend(value, depth):
    if depth == 0 or not isinstance(value, dict):
        yield (), value
        return
    for key, inner in value.items():
        for path, body in descend(inner, depth - 1):
            yield (key.strip('"'), *path), body


LINES = {"__start_line__", "__end_line__"}


def plain(value):
    """Without the line numbers that the parser adds."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in LINES}
    return [plain(one) for one in value] if isinstance(value, list) else value


def meaning(value):
    return json.dumps(value, sort_keys=True, default=str)


def keys_of(block):
    """A resource's attributes by name; CloudFormation's properties with their prefix."""
    if not isinstance(block, dict):
        return {"": block}
    block = plain(block)
    properties = block.get("Properties")
    if not isinstance(properties, dict):
        return block
    rest = {key: value for key, value in block.items() if key != "Properties"}
    return {**rest, **{f"Properties.{key}": value for key, value in properties.items()}}


def changed(asked):
    before, after = (
        blocks_of(asked["language"], asked["name"], asked[side]) for side in ("before", "after")
    )
    for name in sorted(before.keys() | after.keys()):
        old, new = keys_of(before.get(name, {})), keys_of(after.get(name, {}))
        for key in sorted(old.keys() | new.keys()):
            if meaning(old.get(key)) != meaning(new.get(key)):
                yield [name, key]


for line in sys.stdin:
    try:
        print(json.dumps(list(changed(json.loads(line)))))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"[:300]}))
