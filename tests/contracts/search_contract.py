"""What search finds, and what it keeps to itself, in whichever database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.services.index import (
    Asked,
    CaseRow,
    CaseSnapshot,
    IndexService,
    InvolvementRow,
    TextRow,
    TextSource,
)
from kuidocs.services.index.api import DOCUMENT, MEETING, PERSON, TASK
from tests.contracts.index_contract import MALTHE, NO, TODAY, put

DAY = timedelta(days=1)
MINE = InvolvementRow(NO, "jonas", "primary", date(2026, 3, 2))
ELIAS = CaseRow("FLK-2026-0163", "Elias Sørensen", "Elias", "clarifying")
ANY = "anything"


def row(text: str, **given: object) -> TextRow:
    told = {
        "kind": DOCUMENT,
        "label": "D1",
        "number": 1,
        "anchor": "s-a",
        "heading": "Aftaler",
        "form_key": "kui.notice",
    }
    return TextRow(**({"case_no": NO} | told | given | {"text": text}))


def source(*rows: TextRow, key: str = ANY, old: bool = False) -> TextSource:
    return TextSource(key, lambda: rows, old)


def person(name: str, case_no: str = NO) -> TextRow:
    return row(name, case_no=case_no, kind=PERSON, label=name, heading="Fagperson")


def texts(index: IndexService, *written: str | TextRow) -> None:
    """Put texts into Malthe's case, in which Jonas has a part."""
    rows = [one if isinstance(one, TextRow) else row(one, label=one[:20]) for one in written]
    put(index, CaseSnapshot(MALTHE, (MINE,), texts=(source(*rows),)))


def found(index: IndexService, text: str = "", user: str = "jonas", day: date = TODAY, **asked: object) -> list[str]:
    return [one.row.text for one in index.find_texts(user, day, Asked(text, **asked))]


def names(index: IndexService, text: str, user: str = "jonas", day: date = TODAY) -> list[str]:
    hits = index.find_names(user, day, text)
    return [hit.person.text if hit.person else hit.case.person_name for hit in hits]


class SearchContract:
    @pytest.fixture
    def index(self) -> IndexService:
        raise NotImplementedError

    @pytest.mark.parametrize(
        ("asked", "written"),
        [
            ("mødet", "Vi holder møder."),
            ("møder", "Mødet blev flyttet."),
            ("møde", "Mødernes form."),
            ("møde", "Et afklaringsmøde."),
            ("fravær", "Hans skolefravær falder."),
            ("skolefravær", "Fraværet er højt."),
            ("skolefraværet", "Om fravær."),
            ("psykolog", "Skolepsykologen ringer."),
            ("skolepsykolog", "En psykolog er med."),
            ("psykologen", "Vi spørger psykologer."),
            ("uddannelsesplanen", "En uddannelsesplan."),
            ("uddannelsesplan", "Uddannelsesplanerne."),
            ("plan", "I uddannelsesplanen står det."),
            ("praktikforløb", "Forløbet begynder."),
            ("FRAVÆR", "fravær"),
            ("fravaer", "fravær"),
            ("fravär", "fravær"),
            ("Aabenraa", "Åbenrå"),
            ("idé", "En ide."),
            ("mål", "Hans delmål er nået."),
            ("ring til FGU", "Ring til FGU."),
            ("fravær skole", "I skole er der fravær."),
        ],
    )
    def test_forms_and_compounds_of_a_word_are_found(self, index: IndexService, asked: str, written: str):
        texts(index, written, "Noget helt andet.")

        assert found(index, asked) == [written]

    @pytest.mark.parametrize(
        ("asked", "written"),
        [
            ("far", "Han får det godt."),
            ("får", "Hans far kommer."),
            ("mål", "Et måltid."),
            ("ring", "En erfaring og en orientering."),
            ("fravær skole", "Fravær alene."),
            ("psykolog", "En psykiater."),
            ("mor", "I morgen."),
            ("plan", "Et plaster."),
            ("12", "Den 123."),
        ],
    )
    def test_other_words_are_not(self, index: IndexService, asked: str, written: str):
        texts(index, written)

        assert found(index, asked) == []

    def test_what_is_written_stands_before_forms_and_those_before_compounds(self, index: IndexService):
        texts(index, "Skolefravær.", "Fraværet.", "Fravær.")

        assert found(index, "fravær") == ["Fravær.", "Fraværet.", "Skolefravær."]

    def test_what_counts_stands_before_what_was_replaced_and_new_before_old(self, index: IndexService):
        newer, older = row("Et nyere fravær", day=TODAY), row("Et ældre fravær", day=TODAY - DAY)
        before = source(row("Et erstattet fravær", day=TODAY + DAY), key="a", old=True)
        put(index, CaseSnapshot(MALTHE, (MINE,), texts=(before, source(older, row("Udateret fravær"), newer))))

        assert found(index, "fravær") == [
            "Et nyere fravær",
            "Et ældre fravær",
            "Udateret fravær",
            "Et erstattet fravær",
        ]
        assert found(index, "fravær", by_date=True)[0] == "Et erstattet fravær"
        assert found(index, "fravær", by_date=True)[-1] == "Udateret fravær"

    def test_a_word_may_name_the_case_but_not_every_word(self, index: IndexService):
        texts(index, "Højt fravær.", "Noget andet.")

        assert found(index, "Malthe fravær") == ["Højt fravær."]
        assert found(index, "Malthe Vinther") == []
        assert found(index, "Elias fravær") == []

    def test_a_row_comes_back_as_it_was(self, index: IndexService):
        given = row(
            "Ring til FGU",
            kind=TASK,
            day=TODAY,
            deadline=TODAY - DAY,
            open=True,
            who_id="jonas",
            who="Jonas Ravnsborg",
        )
        texts(index, given)

        (hit,) = index.find_texts("jonas", TODAY, Asked("fgu"))

        assert (hit.row, hit.case) == (given, MALTHE)

    @pytest.mark.parametrize(
        ("asked", "labels"),
        [
            ({"kinds": (DOCUMENT,)}, ["plan", "brev"]),
            ({"kinds": (TASK,)}, ["sen", "gjort", "snart"]),
            ({"form_key": "kui.education_plan"}, ["plan"]),
            ({"since": TODAY}, ["snart", "møde"]),
            ({"until": TODAY - 2 * DAY}, ["brev"]),
            ({"since": TODAY - DAY, "until": TODAY - DAY}, ["plan", "sen", "gjort"]),
            ({"overdue": True}, ["sen"]),
            ({"who_id": "fatma"}, ["sen"]),
            ({"who_id": "nobody"}, []),
            ({"most": 1}, ["møde"]),
        ],
    )
    @pytest.mark.parametrize("text", ["ting", ""])
    def test_filters(self, index: IndexService, asked: dict, labels: list[str], text: str):
        late = {"kind": TASK, "deadline": TODAY - DAY, "day": TODAY - DAY}
        texts(
            index,
            row("ting", label="plan", form_key="kui.education_plan", day=TODAY - DAY),
            row("ting", label="brev", day=TODAY - 2 * DAY),
            row("ting", label="sen", open=True, who_id="fatma", who="Fatma", **late),
            row("ting", label="gjort", **late),
            row("ting", label="snart", kind=TASK, deadline=TODAY, day=TODAY, open=True),
            row("ting", label="møde", kind=MEETING, day=TODAY + DAY),
        )
        if text or set(asked) - {"kinds", "most"}:
            hits = [one.row.label for one in index.find_texts("jonas", TODAY, Asked(text, **asked))]
            assert sorted(hits) == sorted(labels)
        else:
            assert found(index, text, **asked) == []

    @pytest.mark.parametrize("text", ["", "  ", "og i at", "\0", '"', "*", "?!", "-", "%", "_"])
    def test_nothing_asked_for_is_nothing_found(self, index: IndexService, text: str):
        texts(index, "og i at 100 % _ * ?")

        assert found(index, text) == []
        assert found(index, text, overdue=True) == []
        if not text.strip().isalpha():
            assert names(index, text) == []

    @pytest.mark.parametrize(
        ("user", "day", "seen"),
        [
            ("jonas", TODAY, True),
            ("jonas", date(2026, 3, 1), False),
            ("fatma", date(2026, 6, 30), True),
            ("fatma", date(2026, 7, 1), False),
            ("mikkel", TODAY, False),
            ("", TODAY, False),
        ],
    )
    def test_only_those_with_a_part_on_the_day_find_anything(self, index: IndexService, user, day, seen):
        fatma = replace(MINE, user_id="fatma", until=date(2026, 6, 30))
        rows = source(row("Fravær", who_id="kirsten", who="Kirsten"), person("Ida Holm"))
        put(index, CaseSnapshot(MALTHE, (MINE, fatma), texts=(rows,)))

        assert bool(found(index, "fravær", user, day)) is seen
        assert bool(found(index, "", user, day, who_id="kirsten")) is seen
        assert bool(names(index, "Ida", user, day)) is seen
        assert bool(names(index, "Maltte", user, day)) is seen
        assert bool(index.responsible(user, day)) is seen

    @pytest.mark.parametrize("text", ["Elias", "Sørensen", "Sorensen", "Elas", "0163", "Ida", "fravær", "Elias fravær"])
    def test_nothing_of_cases_of_others_is_found(self, index: IndexService, text: str):
        theirs = source(row("Elias har fravær", case_no=ELIAS.case_no), person("Ida Holm", ELIAS.case_no))
        others = InvolvementRow(ELIAS.case_no, "mikkel", "primary", TODAY)
        put(index, CaseSnapshot(ELIAS, (others,), texts=(theirs,)), CaseSnapshot(MALTHE, (MINE,)))

        assert found(index, text) == names(index, text) == []
        assert found(index, text, "mikkel") or names(index, text, "mikkel")

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("malthe", "Malthe Kjærbo Vinther"),
            ("Vinther Malthe", "Malthe Kjærbo Vinther"),
            ("Maltte", "Malthe Kjærbo Vinther"),
            ("Malte", "Malthe Kjærbo Vinther"),
            ("Matlhe", "Malthe Kjærbo Vinther"),
            ("MALTHE KJAERBO", "Malthe Kjærbo Vinther"),
            ("kjarbo", "Malthe Kjærbo Vinther"),
            ("0117", "Malthe Kjærbo Vinther"),
            ("flk-2026-0117", "Malthe Kjærbo Vinther"),
            ("Soren", "Søren Højgaard"),
            ("Sören", "Søren Højgaard"),
            ("Hoejgaard", "Søren Højgaard"),
            ("Højgård", "Søren Højgaard"),
            ("höjg", "Søren Højgaard"),
        ],
    )
    def test_names_are_found_with_a_slip(self, index: IndexService, text: str, name: str):
        texts(index, person("Søren Højgaard"))

        assert names(index, text) == [name]

    @pytest.mark.parametrize("text", ["Mxltxe", "Søn", "Malthe Ida", "Ib", "0118", "malthe 0118", ""])
    def test_other_names_are_not(self, index: IndexService, text: str):
        texts(index, person("Søren Højgaard"))

        assert names(index, text) == []

    def test_who_is_written_right_is_found_alone(self, index: IndexService):
        texts(index, person("Hanna Lund"), person("Nanna Lind"))

        assert names(index, "Nanna") == ["Nanna Lind"]
        assert [hit.near for hit in index.find_names("jonas", TODAY, "Nannna")] == [True]

    def test_cases_stand_before_people(self, index: IndexService):
        texts(index, person("Anna Malthesen"))

        assert names(index, "malthe") == ["Malthe Kjærbo Vinther", "Anna Malthesen"]

    def test_the_responsible_are_listed_once_in_danish_order(self, index: IndexService):
        texts(index, *(row(name, who_id=name, who=name) for name in ("Åse", "Zoe", "Ærø", "Zoe")), row("x"))

        assert [name for _, name in index.responsible("jonas", TODAY)] == ["Zoe", "Ærø", "Åse"]

    def test_a_source_that_stays_is_not_read_again(self, index: IndexService):
        put(index, CaseSnapshot(MALTHE, (MINE,), texts=(source(row("Fravær"), key="a"),)))

        def unread() -> list[TextRow]:
            raise AssertionError

        put(index, CaseSnapshot(MALTHE, (MINE,), texts=(TextSource("a", unread, old=True),)))

        (hit,) = index.find_texts("jonas", TODAY, Asked("fravær"))
        assert hit.row.old

    def test_a_source_that_is_gone_is_forgotten_and_the_one_without_a_key_is_read_each_time(self, index: IndexService):
        gone, now = source(row("Gammelt fravær"), key="a"), source(row("Fravær nu"), key="")
        put(index, CaseSnapshot(MALTHE, (MINE,), texts=(gone, now)))
        put(index, CaseSnapshot(MALTHE, (MINE,), texts=(source(row("Fravær senere"), key=""),)))

        assert found(index, "fravær") == ["Fravær senere"]
        assert found(index, "gammelt") == found(index, "nu") == []

    def test_a_case_that_is_removed_is_not_found(self, index: IndexService):
        texts(index, "Fravær")
        index.apply({NO: None}, (9).to_bytes(8, "big"))
        put(index, CaseSnapshot(MALTHE, (MINE,)))

        assert found(index, "fravær") == []

    def test_clearing_forgets_every_text(self, index: IndexService):
        texts(index, "Fravær")
        index.clear()
        put(index, CaseSnapshot(MALTHE, (MINE,)))

        assert found(index, "fravær") == found(index, "skolefravær") == []

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            '""',
            "*",
            "AND",
            "NEAR(",
            "NEAR(a b, 2)",
            "a* OR",
            "words : x",
            "-x",
            "^x",
            "'x'",
            "x' | 'y",
            "\\",
            "a" * 90,
            "{stems} : fravær",
            "%fravær%",
            "fra_ær",
            "a:*",
            "<->",
            "!fravær",
            "(",
            "\ud800",
            "x\0y",
            "½ ﷺ 𝔘 İ ŉ",
            "🙂",
        ],
    )
    def test_the_language_of_the_database_is_only_words(self, index: IndexService, text: str):
        texts(index, "Fravær", row("Han sagde " + text.replace("\ud800", ""), label="b"))

        assert "Fravær" not in found(index, text) or "fravær" in text
        names(index, text)

    # One class is run by two stores, each of which is another executor to hypothesis.
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
            HealthCheck.too_slow,
        ],
    )
    @given(text=st.text(max_size=60), kinds=st.sampled_from([(DOCUMENT,), (TASK, MEETING)]))
    def test_any_text_can_be_asked_for(self, index: IndexService, text: str, kinds: tuple[str, ...]):
        assert found(index, text, kinds=kinds) == []
        assert found(index, f"{text} fravær", kinds=kinds) == []
        assert names(index, text) == []
