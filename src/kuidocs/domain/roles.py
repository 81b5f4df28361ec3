"""The roles of an organisation (D9, DOMAIN 5). Those in a case come from the case."""

ROLES = {
    "caseworker": "Sagsbehandler",
    "plan_coordinator": "Plankoordinator",
    "department_leader": "Afdelingsleder",
    "records_clerk": "Arkivmedarbejder",
    "system_administrator": "Systemadministrator",
    "auditor": "Revisor",
}
"""By identifier, with the Danish word."""
