"""Nora, 15: who she and those around her are, and what is written in her papers. All of it is invented."""

NO = "FLK-2026-0200"
NORA, SIGNE, ESBEN = "Nora Havgaard Lind", "Signe Havgaard", "Esben Lind"
BIRGITTE, JONAS, LOUISE = "Birgitte Stenløkke", "Jonas Ravnsborg", "Louise Grønvang"
SECRET = ("Nora", "Havgaard", "Lind", "Signe", "Esben", "110311", "Strandvej", "KUI-forløb")
"""Nothing of this may stand in a mail or in its calendar file."""
KUI, PPR = "Den Kommunale Ungeindsats", "PPR"
FIRST, COORDINATION, FOLLOWUP = "2026-12-01", "2026-12-15", "2027-01-26"


def rows_of(*people: tuple[str, str, str], **more: str) -> list[dict]:
    """Participants: name, department, the role besides taking part."""
    return [
        {
            "name": name,
            "profession": "Fagperson",
            "department": department,
            "relation": "primary",
            "meeting_role": [role],
            "invited_via": "system",
        }
        | more
        for name, department, role in people
    ]


FAMILY = [
    {"name": NORA, "relation": "young_person", "meeting_role": ["participant"]},
    {"name": SIGNE, "relation": "custody_holder", "meeting_role": ["participant"]},
    {"name": ESBEN, "relation": "custody_holder", "meeting_role": ["participant"]},
]
CONSENT = {
    "concrete_use": "At skole og ungeindsats sammen finder en vej tilbage til klassen.",
    "recipients": [{"department": KUI, "may": ["share", "receive"]}, {"department": PPR, "may": ["share", "receive"]}],
    "information_types": ["education"],
    "legal_basis": "Forvaltningslovens § 28.",
    "valid_from": "2026-11-23",
    "valid_until": "2027-11-20",
    "explained_how": "Hjemme ved køkkenbordet, med begge forældre.",
    "explained_voluntary": True,
    "explained_withdrawal": True,
    "explained_consequence": True,
    "explained_access": True,
    "given_by": [{"name": NORA, "role": "young_person", "method": "signed_paper", "given_at": "2026-11-23"}],
    "obtained_by": BIRGITTE,
    "obtained_at": "2026-11-23",
    "custody_informed": [{"name": name, "informed_at": "2026-11-23", "how": "in_person"} for name in (SIGNE, ESBEN)],
}
NOTICE = {
    "start_time": "13:00",
    "end_time": "14:30",
    "place": "Rådhuset, mødelokale 1",
    "convener_task": "Jeg følger fraværet i 9. klasse.",
    "reason": "Fraværet er steget siden sommerferien.",
}
AGENDA = {
    "desired_outcome": "Hvad der skal til, for at Nora kan være i klassen.",
    "voice_source": ["conversation"],
    "voice_note": "Hun vil gerne tale om musik og om larm.",
}
CONTACT = {"name": JONAS, "department": KUI, "phone": "00 00 10 02"}
CLARIFIED = {
    "youth_important": "At der er stille, når hun regner.",
    "voice_source": ["conversation"],
    "strengths": "Hun spiller trommer og øver hver dag.",
    "current_efforts": [{"department": PPR, "professional": LOUISE, "effort": "Observation i klassen."}],
    "shared_knowledge": "Fraværet ligger i de lange timer.",
    "wonderings": "Hvad gør de korte timer lettere?",
    "possibilities": [
        {
            "possibility": "Korte lektioner i et mindre rum.",
            "department": PPR,
            "meaning_for_young": "Mindre larm.",
            "grant_status": "not_needed",
        }
    ],
    "agreements": [
        {"agreement_no": "1", "agreement_text": "Birgitte taler med Nora.", "parties": "Birgitte og Louise"}
    ],
    "who_does_what": [{"task_text": "Fortæller Nora om mødet.", "responsible": BIRGITTE, "deadline": "2026-12-04"}],
    "contact_person": CONTACT,
    "plan_coordinator": JONAS,
    "young_informed_by": "Birgitte, på en gåtur på torsdag.",
    "consonance": "yes",
    "next_step": "coordination",
    "next_meeting_date": COORDINATION,
    "no_decisions_confirmed": True,
}
INVITATION = {
    "requested_by": "Aftalt på sidste møde",
    "message_to_young": "Hej Nora. Vi vil gerne tale med dig om, hvad der skal være anderledes.",
    "youth_wishes": "Pause efter en halv time.",
}
WELCOME = {"welcome_text": "Godt, at du er her. Du må gerne bytte om på rækkefølgen."}
GOAL = {
    "goal_no": "1",
    "goal_text": "At være i klassen, når det er matematik",
    "area": "education",
    "status": "not_started",
    "sub_goals": [{"sub_goal_text": "To timer om ugen i det lille rum", "deadline": FOLLOWUP, "status": "not_started"}],
}
EFFORT = {
    "priority": "1",
    "effort_title": "Matematik i det lille rum",
    "area": "education",
    "department": PPR,
    "responsible": LOUISE,
    "goal_nos": "1",
    "grant_status": "not_needed",
    "status": "planned",
}
DECIDED = {
    "decision_no": "1",
    "decision_text": "Nora har matematik i det lille rum to timer om ugen.",
    "goal_no": "1",
    "young_view": "agree",
    "responsible": LOUISE,
    "deadline": "2027-01-08",
}
COORDINATED = {
    "youth_important": "At jeg kan høre, hvad læreren siger.",
    "parents_perspective": "At morgenerne bliver rolige.",
    "strengths": "Trommer, og at øve.",
    "goals": [GOAL],
    "prioritised_efforts": [EFFORT],
    "decisions": [DECIDED],
    "who_does_what": [{"task_text": "Finder rummet.", "responsible": LOUISE, "deadline": "2027-01-05", "goal_no": "1"}],
    "contact_person": CONTACT,
    "plan_coordinator": JONAS,
    "informed_about_contact": True,
    "plan_updated_by": JONAS,
    "plan_update_deadline": "2026-12-22",
    "next_followup_date": FOLLOWUP,
    "next_followup_type": "followup_with_young",
    "read_through": "Læst op på mødet.",
}
PLAN = {
    "plan_reason": "first",
    "plan_coordinator": JONAS,
    "contact_person": CONTACT,
    "wishes": "At spille i et band.",
    "education_goal": "9. klasse og så et år med musik.",
    "education_wish": ["eud"],
    "strengths": "Jeg øver hver dag.",
    "what_works": "Små rum.",
    "support_needs": "Ro i timerne.",
    "current_activity": "primary_school",
    "who_does_what": [{"task_text": "Finder rummet.", "responsible": LOUISE, "deadline": "2027-01-05"}],
    "duty_description": "Nora går i 9. klasse.",
    "duty_information_given": True,
    "last_reviewed": "2026-12-16",
    "next_review": "2027-03-01",
    "followup_dates": [{"date": FOLLOWUP, "meeting_type": "followup_with_young"}],
    "custody_holder_remarks": "Ingen bemærkninger.",
}
FOLLOWED = {
    "requested_by": "Aftalt i planen",
    "youth_since_last": "Jeg har været der hver gang.",
    "successes": "Jeg kan høre noget.",
    "parents_perspective": "Morgenerne går.",
    "goal_progress": [{"status": "on_track", "movement": "To timer om ugen går godt."}],
    "task_progress": [{"status": "done", "note": "Rummet er fundet."}],
    "decisions": [DECIDED | {"decision_text": "Det bliver fire timer om ugen.", "deadline": "2027-02-15"}],
    "who_does_what": [{"task_text": "Lægger skemaet om.", "responsible": LOUISE, "deadline": "2027-02-05"}],
    "contact_still_right": True,
    "contact_person": CONTACT,
    "plan_updated_by": JONAS,
    "plan_update_deadline": "2027-02-05",
    "next_meeting_date": "2027-04-20",
    "next_meeting_type": "followup_with_young",
    "read_through": "Læst op på mødet.",
}
