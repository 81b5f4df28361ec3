"""A case as the read model keeps it, with something in every column."""

from datetime import date, datetime, timedelta

from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.index import (
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    CourseRow,
    DeadlineRow,
    DocumentRow,
    InvolvementRow,
    LampRow,
    MeetingRow,
    PlanRow,
    RequestRow,
    TaskRow,
)

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
WITHOUT_PART = ("to_review", "answers")  # what one gets without any other part in the case
NO = "FLK-2026-0117"
MALTHE = CaseRow(
    NO,
    "Malthe Kjærbo Vinther",
    "Malthe",
    "following_up",
    birth_date=date(2008, 9, 20),
    opened_at=datetime(2026, 3, 2, 9, 15, tzinfo=COPENHAGEN),
    coordinator_id="jonas",
    coordinator_name="Jonas Ravnsborg",
)
JONAS = InvolvementRow(NO, "jonas", "plan_coordinator", date(2026, 3, 2))
SNAPSHOT = CaseSnapshot(
    MALTHE,
    involvements=(JONAS, InvolvementRow(NO, "fatma", "primary", date(2026, 3, 2), until=date(2026, 6, 30))),
    documents=(
        DocumentRow(
            NO,
            "REF-1",
            "a1",
            "kui.minutes.clarification",
            "Referat",
            "in_review",
            version=2,
            round=3,
            meeting_no=1,
            author_id="birgitte",
            author_name="Birgitte Stenløkke",
            waiting_for=("jonas", "kirsten"),
            updated_at=datetime(2026, 11, 20, 15, 20, tzinfo=COPENHAGEN),
            due=date(2026, 11, 24),
            superseded=True,
        ),
    ),
    meetings=(
        MeetingRow(
            NO,
            1,
            "clarification",
            1,
            "held",
            date(2026, 3, 24),
            "09:30",
            "10:30",
            "Rådhuset, lokale 3",
            chair_id="jonas",
            minute_taker_id="birgitte",
            attendees=("jonas", "birgitte"),
        ),
    ),
    tasks=(TaskRow(NO, "r1", "Ring til »FGU«", "open", "REF-1", "jonas", "Jonas Ravnsborg", TODAY - DAY, TODAY),),
    consents=(ConsentRow(NO, "SAM-1", 1, date(2026, 3, 1), date(2027, 3, 1), ("Malthe",), ("PPR", "Unge og Job")),),
    plans=(PlanRow(NO, "PLAN-1", 2, True, date(2026, 10, 1), date(2026, 12, 8)),),
    courses=(
        CourseRow(
            NO,
            "following_up",
            "Den Kommunale Ungeindsats",
            date(2026, 3, 2),
            2,
            date(2026, 3, 24),
            date(2026, 10, 1),
            1,
            2,
            3,
            4,
            5,
            ("2026-11-21",),
            ("clarification", "coordination"),
            True,
        ),
    ),
    requests=(RequestRow(NO, "a1", "followup", "ANM-1", "eva", "Eva", TODAY - DAY, TODAY, TODAY, ("jonas", "fatma")),),
    lamps=(LampRow(NO, date(2026, 10, 1), date(2026, 12, 8), date(2026, 9, 29), 2, "Stå op", date(2026, 8, 25)),),
    deadlines=(
        DeadlineRow(NO, "task", "jonas", TODAY, "r1", "Ring til »FGU«", "Jonas Ravnsborg", "REF-1", 3, TODAY - DAY),
    ),
)
