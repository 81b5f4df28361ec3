"""A document's content taken apart field by field, and put together again (D30).

A path is "/"-joined names and row ids, such as ``goals/e8efeb841a41/goal_text``; what stands at the path of a
repeating group is the order of its rows. Only the shape decides, so no schema is needed: rows are mappings with a
"rid", a person is a mapping with "text", any other mapping is a group.
"""

from collections.abc import Iterator, Mapping

ROWS = "rows"


def flatten(content: Mapping) -> dict[str, object]:
    """Take content apart: {path: value}."""
    return dict(_leaves(content, ""))


def _leaves(mapping: Mapping, before: str) -> Iterator[tuple[str, object]]:
    for name, value in mapping.items():
        if name == "rid":
            continue
        path = f"{before}{name}"
        if _is_rows(value):
            yield path, {ROWS: [row["rid"] for row in value]}
            for row in value:
                yield from _leaves(row, f"{path}/{row['rid']}/")
        elif isinstance(value, Mapping) and "text" not in value:
            yield from _leaves(value, f"{path}/")
        else:
            yield path, value


def groups(flat: Mapping[str, object]) -> frozenset[str]:
    """Name the groups at the top that have rows."""
    return frozenset(path for path, value in flat.items() if "/" not in path and is_order(value))


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) and "rid" in v for v in value)


def assemble(fields: Mapping[str, object]) -> dict:
    """Put fields together again; a field of a row that no order names is left out, for its row was removed."""
    tree: dict = {}
    for path, value in fields.items():
        here = tree
        *parents, name = path.split("/")
        for step in parents:
            here = here.setdefault(step, {}).setdefault("", {})
        here.setdefault(name, {})[None] = value
    return _built(tree)


def _built(tree: dict) -> dict:
    return {name: value for name, node in tree.items() if (value := _value(node)) is not None}


def _value(node: dict) -> object:
    own, inside = node.get(None), node.get("", {})
    if isinstance(own, Mapping) and ROWS in own:
        return [{"rid": rid} | _built(inside.get(rid, {}).get("", {})) for rid in own[ROWS]]
    if own is not None:
        return own
    return _built(inside) or None


def is_order(*values: object) -> bool:
    """Tell whether all these values are orders of rows."""
    return all(isinstance(value, Mapping) and ROWS in value for value in values)


def merged_order(base: object, mine: object, theirs: object) -> dict:
    """Merge two orders of rows: mine, with the rows that they added at the end and without those that they removed."""
    before, ours, others = _order(base), _order(mine), _order(theirs)
    kept = [rid for rid in ours if rid in others or rid not in before]
    return {ROWS: [*kept, *(rid for rid in others if rid not in before and rid not in kept)]}


def _order(value: object) -> list[str]:
    return list(value[ROWS]) if isinstance(value, Mapping) else []
