"""A document's content taken apart field by field, and put together again (D30).

A path is "/"-joined names and row ids, such as ``goals/e8efeb841a41/goal_text``; what stands at the path of a
repeating group is the order of its rows. Only the shape decides, so no schema is needed: rows are mappings with a
"rid", a person is a mapping with "text", any other mapping is a group.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

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
        return [{"rid": rid} | _built(inside.get(rid, {}).get("", {})) for rid in own[ROWS]] or None
    if own is not None:
        return own
    return _built(inside) or None


def is_order(*values: object) -> bool:
    """Tell whether all these values are orders of rows."""
    return all(isinstance(value, Mapping) and ROWS in value for value in values)


def order(value: object) -> list[str]:
    """List the row ids of an order; of a group without rows none."""
    return list(value[ROWS]) if isinstance(value, Mapping) else []


def filled(value: object) -> object:
    """Return a value, None for one that holds nothing: a group without rows has an empty order."""
    return None if value in ("", [], {ROWS: []}) else value


def merged_order(base: object, mine: object, theirs: object, kept: Collection[str] = ()) -> dict:
    """Do to their order of rows what I did to the base: take out, put in, move.

    ``kept``: rows that I took out and that stay all the same, because somebody has written in them since.
    """
    before, ours = order(base), order(mine)
    gone = {rid for rid in before if rid not in ours} - set(kept)
    found = [rid for rid in order(theirs) if rid not in gone]
    # A row that they took out is not put in again by my having moved it.
    moved = [rid for rid in _moved(before, ours) if rid in found]
    placed = {*moved, *(rid for rid in ours if rid not in before)}
    found = [rid for rid in found if rid not in placed]
    for rid in ours:
        if rid in placed:
            found.insert(_after(rid, ours, found), rid)
    return {ROWS: found}


def _after(rid: str, ours: list[str], found: list[str]) -> int:
    """Find the place behind the nearest row before it in my order that is there."""
    earlier = (other for other in reversed(ours[: ours.index(rid)]) if other in found)
    return next((found.index(other) + 1 for other in earlier), 0)


def _moved(before: list[str], ours: list[str]) -> list[str]:
    """List the fewest rows that must have been moved to come from one order to the other."""
    common = [before.index(rid) for rid in ours if rid in before]
    still: list[list[int]] = [[]]
    for number in common:
        before_it = [one for one in still if not one or one[-1] < number]
        still.append([*sorted(before_it, key=len)[-1], number])
    stayed = set(sorted(still, key=len)[-1])
    return [before[number] for number in common if number not in stayed]


def restored(rid: str, now: object, earlier: Iterable[object]) -> dict:
    """Put a row back where it stood in the newest order that names it; at the end when none does."""
    there = order(now)
    if rid in there:
        return {ROWS: there}
    named = next((one for value in earlier if rid in (one := order(value))), [*there, rid])
    there.insert(_after(rid, named, there), rid)
    return {ROWS: there}


def rows_of(path: str) -> Iterator[tuple[str, str]]:
    """Go through the rows that a field may lie in: (path of the group, row id), the outermost first.

    Which of these groups have rows, only the draft knows: a group without rows has a path of the same shape.
    """
    steps = path.split("/")
    for at in range(1, len(steps) - 1):
        yield "/".join(steps[:at]), steps[at]
