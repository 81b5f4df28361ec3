"""The forms around a cluster meeting. They are a world of their own: no case has one of them (R80)."""

from .cluster_case import ClusterCase
from .cluster_minutes import ClusterMinutes
from .cluster_plan import ClusterPlan
from .cluster_programme import ClusterProgramme
from .cluster_questionnaire import Questionnaire

CLUSTER = {form.form_key: form for form in (ClusterPlan, ClusterProgramme, Questionnaire, ClusterCase, ClusterMinutes)}
