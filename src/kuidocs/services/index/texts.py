"""Texts that are searched: how they are kept, and how each of the two databases looks a word up.

The texts, their words and their stems lie in one table. SQLite has two FTS5 indexes over it, one of words and one of
trigrams; PostgreSQL has two indexes of lexemes, and one of trigrams when the database has pg_trgm.
"""
# ruff: noqa: S608 (statements are put together from names in this package; what users give is always a ``?``)

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import Stemmer

from ..sql import Session
from . import tables
from .api import TextRow, TextSource
from .stems import Word, stem, tokens

READ_AS = 2
"""Raised when texts are taken out of documents in another way, so that every store builds itself anew."""
KEPT = "texts_fts"
PARTS = "texts_parts"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with its values."""

    sql: str
    values: tuple[object, ...] = ()


def every(conditions: Sequence[Condition]) -> Condition:
    """Demand all of them."""
    return _joined(conditions, " AND ")


def some(conditions: Sequence[Condition]) -> Condition:
    """Demand one of them."""
    return _joined(conditions, " OR ")


def _joined(conditions: Sequence[Condition], word: str) -> Condition:
    sql = word.join(one.sql for one in conditions)
    return Condition(f"({sql})", tuple(value for one in conditions for value in one.values))


class Lookup(ABC):
    """How one database finds a word in the table ``texts r``."""

    @abstractmethod
    def ddl(self) -> str:
        """Write the indexes."""

    @abstractmethod
    def exact(self, word: Word) -> Condition:
        """Find the word as it is written."""

    @abstractmethod
    def stem(self, word: Word) -> Condition:
        """Find every form of the word."""

    @abstractmethod
    def loose(self, word: Word) -> Condition:
        """Find every form of the word, and the compounds that it is in or is made of."""


class SqliteLookup(Lookup):
    """FTS5. Its own folding is off, because »far« is no »får«."""

    def ddl(self) -> str:
        over = f"content='{tables.TEXTS}', content_rowid='id'"
        parts = [
            f"CREATE VIRTUAL TABLE {KEPT} USING fts5(words, stems, {over}, tokenize='unicode61 remove_diacritics 0')",
            f"CREATE VIRTUAL TABLE {PARTS} USING fts5(stems, {over}, tokenize='trigram')",
        ]
        parts += [f"{_trigger(name, 'INSERT', 'new')};\n{_trigger(name, 'DELETE', 'old')}" for name in _FTS]
        return ";\n".join(parts)

    def exact(self, word: Word) -> Condition:
        return _match(KEPT, f'words : "{word.exact}"')

    def stem(self, word: Word) -> Condition:
        return _match(KEPT, f'stems : "{word.stem}"')

    def loose(self, word: Word) -> Condition:
        stems = " OR ".join(f'"{one}"' for one in (word.stem, *word.heads))
        found = [_match(KEPT, f"stems : ({stems})")]
        return some([*found, _match(PARTS, f'"{word.part}"')] if word.part else found)


_FTS = {KEPT: ("words", "stems"), PARTS: ("stems",)}


def _trigger(name: str, event: str, row: str) -> str:
    """An FTS5 table over another one is told of each row that comes and goes."""
    columns = ", ".join(_FTS[name])
    values = ", ".join(f"{row}.{column}" for column in _FTS[name])
    first, told = (f"{name}, ", "'delete', ") if event == "DELETE" else ("", "")
    act = f"INSERT INTO {name} ({first}rowid, {columns}) VALUES ({told}{row}.id, {values})"
    return f"CREATE TRIGGER {name}_{event} AFTER {event} ON {tables.TEXTS} BEGIN {act}; END"


def _match(table: str, query: str) -> Condition:
    return Condition(f"r.id IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", (query,))


class PostgresqlLookup(Lookup):
    """Lexemes that we made ourselves. The server's own parser and dictionaries are not asked: both stores are alike."""

    def __init__(self, trigrams: str = "") -> None:
        self._trigrams = trigrams
        """The schema of pg_trgm, "" when the database has none; searching is then slower, and finds the same."""

    def ddl(self) -> str:
        parts = [f"CREATE INDEX texts_{name}_fts ON texts USING gin ({_lexemes(name)})" for name in ("words", "stems")]
        if self._trigrams:
            parts.append(f'CREATE INDEX texts_parts ON texts USING gin (stems "{self._trigrams}".gin_trgm_ops)')
        return ";\n".join(parts)

    def exact(self, word: Word) -> Condition:
        return _lexeme("words", (word.exact,))

    def stem(self, word: Word) -> Condition:
        return _lexeme("stems", (word.stem,))

    def loose(self, word: Word) -> Condition:
        found = [_lexeme("stems", (word.stem, *word.heads))]
        return some([*found, Condition("r.stems LIKE ?", (f"%{word.part}%",))] if word.part else found)


def _lexemes(column: str) -> str:
    return f"(array_to_tsvector(string_to_array(btrim({column}), ' ')))"


def _lexeme(column: str, words: Sequence[str]) -> Condition:
    return Condition(f"{_lexemes(f'r.{column}')} @@ CAST(? AS tsquery)", (" | ".join(f"'{word}'" for word in words),))


def ddl(lookup: Lookup) -> str:
    """Write the definition of the table and what its rows depend on."""
    version = f"-- texts as of {READ_AS}, stems of PyStemmer {Stemmer.version()}"
    table = f"CREATE TABLE {tables.TEXTS} (id SERIAL, {', '.join(tables.definitions(tables.TEXTS))})"
    by_case = f"CREATE INDEX texts_by_case ON {tables.TEXTS} (case_no, source)"
    return ";\n".join([f"{version}\n{table}", by_case, lookup.ddl()])


def put(session: Session, case_no: str, sources: Iterable[TextSource]) -> None:
    """Let a case have these texts: those of known sources stay, those of sources that are gone go."""
    wanted = {source.key: source for source in sources}
    found = session.all(f"SELECT DISTINCT source FROM {tables.TEXTS} WHERE case_no = ?", [case_no])
    kept = {key for (key,) in found if key and key in wanted}
    for (key,) in found:
        if key not in kept:
            session.run(f"DELETE FROM {tables.TEXTS} WHERE case_no = ? AND source = ?", [case_no, key])
    for key, source in wanted.items():
        if key in kept:
            statement = f"UPDATE {tables.TEXTS} SET old = ? WHERE case_no = ? AND source = ? AND old <> ?"
            session.run(statement, [source.old, case_no, key, source.old])
        else:
            session.many(tables.insert(tables.TEXTS), [_values(row, source) for row in source.rows()])


def _values(row: TextRow, source: TextSource) -> list[object]:
    found = list(tokens(row.text))
    # A space on either side of every stem, so that the end of a word can be asked for.
    stems = "".join(f" {stem(token)}" for token in found) + " "
    return [*tables.values(_storable(replace(row, old=source.old))), source.key, " ".join(found), stems]


def _storable(row: TextRow) -> TextRow:
    """PostgreSQL keeps no NUL in a text."""
    return replace(row, text=row.text.replace("\0", ""))


def condition(lookup: Lookup, words: Sequence[Word], named: Mapping[str, Sequence[str]]) -> Condition:
    """Demand every word in the text or, beside at least one that is, in the name of the case."""
    if not words:
        return Condition("1 = 1")
    each = [some([lookup.loose(word), *_in_cases(named, word)]) for word in words]
    return every([*each, some([lookup.loose(word) for word in words])])


def closeness(lookup: Lookup, words: Sequence[Word], named: Mapping[str, Sequence[str]]) -> Condition:
    """Order by how words were found: 0 as they are written, 1 in other forms, 2 in compounds."""
    if not words:
        return Condition("0")
    exact = every([some([lookup.exact(word), *_in_cases(named, word)]) for word in words])
    forms = every([some([lookup.stem(word), *_in_cases(named, word)]) for word in words])
    return Condition(f"CASE WHEN {exact.sql} THEN 0 WHEN {forms.sql} THEN 1 ELSE 2 END", (*exact.values, *forms.values))


def _in_cases(named: Mapping[str, Sequence[str]], word: Word) -> list[Condition]:
    cases = tuple(named.get(word.exact, ()))
    return [Condition(f"r.case_no IN ({', '.join('?' * len(cases))})", cases)] if cases else []
