"""How a signature is told of, the same on pages and in print: who it is, how it was given, what came of asking."""

ROLES = {
    "young_person": "Den unge",
    "custody_holder": "Forælder med forældremyndighed",
    "guardian": "Værge",
    "chair": "Mødeleder",
    "plan_coordinator": "Plankoordinator",
    "department_leader": "Leder",
}
METHODS = {
    "mitid": "Underskrift med MitID",
    "handwritten": "Underskrift på papir",
    "signed_paper": "Underskrift på papir",
    "paper": "Underskrift på papir",
    "login": "Godkendt med personligt login",
    "oral_noted": "Mundtligt, noteret",
}
OUTCOMES = {"refused": "Har sagt nej tak til at skrive under", "not_asked": "Er ikke spurgt"}
OTHER_METHOD, OTHER_OUTCOME = "Underskrift", "Har ikke skrevet under"
"""For what a file says that nobody here knows."""
