"""What comes with kuidocs for cluster meetings: the template of the questionnaire, and a package of example cases.

All of it is written by us. The cases are made up, and nobody can be recognised in them.
"""

from typing import Any


def _one(text: str, *options: str, unordered: bool = False) -> dict[str, Any]:
    row: dict[str, Any] = {"text": text, "question_type": "single", "options": list(options), "required": "true"}
    return row | ({"unordered": "true"} if unordered else {})


def _several(text: str, *options: str, most: int = 0) -> dict[str, Any]:
    row: dict[str, Any] = {"text": text, "question_type": "multi", "options": list(options), "required": "true"}
    return row | ({"max_answers": str(most)} if most else {})


def _scale(text: str, low: str, high: str) -> dict[str, Any]:
    return {"text": f"{text} (1 = {low}, 5 = {high})", "question_type": "scale_1_5", "required": "true"}


def _words(text: str) -> dict[str, Any]:
    return {"text": text, "question_type": "text", "required": "false"}


QUESTIONNAIRE: dict[str, Any] = {
    "title": "Spørgeskema om børn og unge i psykisk mistrivsel",
    "introduction": "Tak, fordi du bruger otte minutter. Svarene er anonyme og vises kun samlet for klyngen. Skriv "
    "ikke noget, der kan genkendes.",
    "anonymous": "true",
    "questions": [
        _one(
            "Hvor ofte møder du børn og unge i psykisk mistrivsel i din klinik?",
            "Dagligt",
            "Flere gange om ugen",
            "Cirka en gang om ugen",
            "Sjældnere",
        ),
        _scale(
            "Hvor tryg er du ved at vurdere, om et barn eller en ung har brug for psykiatrien eller for et kommunalt "
            "tilbud?",
            "meget utryg",
            "meget tryg",
        ),
        _several("Hvilke aldersgrupper fylder mest hos dig?", "0–5 år", "6–9 år", "10–13 år", "14–17 år", "18–24 år"),
        _one(
            "Kender du kommunens lettilgængelige behandlingstilbud?",
            "Ja, og jeg bruger det",
            "Ja, men jeg bruger det ikke",
            "Nej",
        ),
        _scale("Hvor let er det at få fat i den rette person i kommunen?", "meget svært", "meget let"),
        _several(
            "Hvem har du samarbejdet med om et barn eller en ung det seneste halve år?",
            "PPR",
            "Familieafdelingen",
            "Sundhedsplejen",
            "Ungeindsatsen",
            "Børne- og ungdomspsykiatrien",
            "Skole eller uddannelse",
            "Ingen",
        ),
        _one(
            "Får du svar tilbage, når du har henvist eller underrettet?", "Næsten altid", "Ofte", "Sjældent", "Aldrig"
        ),
        _scale(
            "Hvor godt fungerer samarbejdet med børne- og ungdomspsykiatrien, når en henvisning sendes retur?",
            "meget dårligt",
            "meget godt",
        ),
        _several(
            "Hvad er sværest for dig i mødet med børn og unge i mistrivsel? Vælg op til tre.",
            "Skolefravær",
            "Selvskade",
            "Spisevanskeligheder",
            "Søvn",
            "Rusmidler",
            "Konflikter i familien",
            "Ventetid",
            "At få den unges egen stemme frem",
            most=3,
        ),
        _one("Taler du alene med unge over 15 år en del af konsultationen?", "Ja, altid", "Ofte", "Sjældent", "Nej"),
        _words("Beskriv kort en situation, hvor samarbejdet lykkedes. Undgå oplysninger, der kan genkendes."),
        _words("Hvilket ét spørgsmål vil du gerne stille gæsterne i manegen?"),
    ],
}


def _point(moment: str, question: str, *arena: str, minutes: int = 10) -> dict[str, Any]:
    return {"moment": moment, "question": question, "in_the_arena": list(arena), "minutes": str(minutes)}


def _case(title: str, age: str, told: tuple[str, str, str, str, str], ask: str, *points: dict) -> dict[str, Any]:
    background, presenting, course, dilemma, voice = told
    return {
        "title": title,
        "source": "package",
        "anonymised": "true",
        "age_group": age,
        "background": background,
        "presenting": presenting,
        "course": course,
        "gp_dilemma": dilemma,
        "youth_perspective": voice,
        "focus_points": [{"point_no": str(n)} | point for n, point in enumerate(points, start=1)],
        "question_to_guests": ask,
    }


GP = "Praktiserende læge"
PACKAGE: dict[str, dict[str, Any]] = {
    "mave": _case(
        "»Kun i hverdagene«",
        "6–9 år",
        (
            "Et barn i indskolingen bor med to forældre og en lillebror, som har været meget syg. Familien har haft et "
            "svært år.",
            "Far kommer med barnet på grund af ondt i maven og hovedet. Det er værst om morgenen og væk i weekenden.",
            "Blodprøver og undersøgelse er normale. Skolen har foreslået kortere dage. Sundhedsplejersken har talt med "
            "barnet én gang. Ingen ved, hvad de andre har aftalt.",
            "Lægen tror, at maven taler om noget andet, men er bange for at overse en sygdom og for at støde familien.",
            "»Når min lillebror har det godt, må jeg gerne have ondt.«",
        ),
        "Hvad kan I bidrage med, når et barns krop siger det, som familien ikke har ord for?",
        _point(
            "Da prøverne er normale, og far spørger, hvad de så skal.",
            "Hvordan siger vi, at kroppen er rask, uden at sige, at der ikke er noget?",
            GP,
            "Sundhedsplejerske",
            "PPR-psykolog",
        ),
        _point(
            "Da skolen gør dagene kortere uden en plan for, hvornår de bliver længere.",
            "Hvem holder øje med, at en pause ikke bliver til et fravær?",
            GP,
            "Skoleleder",
            "Familierådgiver",
        ),
    ),
    "retur": _case(
        "»Afvist med venlig hilsen«",
        "14–17 år",
        (
            "En ung i begyndelsen af en ungdomsuddannelse bor hos sin mor. Der er langt til den nærmeste by.",
            "Kommer efter nogle måneder med uro, dårlig søvn og fravær. Vil ikke i skole, fordi »alle kan se det«.",
            "Lægen henviser til psykiatrien. Henvisningen kommer retur med råd om et kommunalt tilbud. Mor ringer tre "
            "steder. Imens holder den unge op med at komme i skole.",
            "Lægen ved ikke, hvem i kommunen der kan modtage den unge, og om der skal skrives en underretning.",
            "»Jeg sagde det højt én gang. Så kom der et brev om, at det var det forkerte sted.«",
        ),
        "Hvad kan I bidrage med, så en returneret henvisning bliver en vej videre og ikke et afslag?",
        _point(
            "Da brevet om afvisning ligger i lægens indbakke.",
            "Hvem fortæller den unge det – og hvad sker der de næste 14 dage?",
            GP,
            "Sygeplejerske fra ambulatoriet",
            "Ungekonsulent",
            minutes=12,
        ),
        _point(
            "Da mor har ringet til det tredje sted.",
            "Hvordan bliver det nemt at finde den første rigtige dør?",
            GP,
            "Leder fra kommunens modtagelse",
            minutes=8,
        ),
    ),
    "tavs": _case(
        "»Det er bare mig, der er doven«",
        "18–24 år",
        (
            "En ung voksen er stoppet på to uddannelser og er flyttet hjem igen. Var engang den, der hjalp de andre.",
            "Vil have en attest til jobcenteret. Siger selv, at der ikke er noget galt.",
            "Attesten er skrevet. Ved den næste tid fortæller den unge om trætte dage og om ikke at turde åbne post. "
            "Jobcenteret venter på svar, uddannelsesvejlederen har mistet kontakten.",
            "Lægen har ti minutter og tre skemaer og vil gerne tale om noget andet end arbejdsevne.",
            "»Hvis jeg siger, at jeg ikke kan, hører de, at jeg ikke vil.«",
        ),
        "Hvad kan I bidrage med, når den unge er blevet voksen, og ingen længere har ansvaret for helheden?",
        _point(
            "Da den unge beder om en attest og siger, at alt er fint.",
            "Hvad skal lægen spørge om – og hvad må jobcenteret gerne vide?",
            GP,
            "Sagsbehandler fra jobcenteret",
        ),
        _point(
            "Da posten har ligget uåbnet i en måned.",
            "Hvem kan gå den unge i møde i stedet for at skrive igen?",
            GP,
            "Ungekonsulent",
            "Mentor",
        ),
    ),
    "mad": _case(
        "»Jeg har spist i skolen«",
        "10–13 år",
        (
            "Et barn, der danser meget og er dygtig i skolen. Forældrene er skilt og samarbejder godt.",
            "Mor er bekymret, fordi barnet er blevet tyndere og spiser for sig selv.",
            "Vægten er faldet over et halvt år. Skolen siger, at alt er fint. Far synes, at mor bekymrer sig. Der er "
            "lang ventetid til udredning.",
            "Lægen kontrollerer vægten hver anden uge og er i tvivl om, hvornår det haster.",
            "»De taler om tallet på vægten. Ingen spørger, hvad der er rart ved at bestemme noget selv.«",
        ),
        "Hvad kan I bidrage med i ventetiden, så familien ikke står alene med måltiderne?",
        _point(
            "Ved den tredje vejning.",
            "Hvornår haster det – og hvem kan lægen ringe til samme dag?",
            GP,
            "Overlæge fra ambulatoriet",
            minutes=12,
        ),
        _point(
            "Da forældrene er uenige foran barnet.",
            "Hvordan støtter vi begge forældre, uden at barnet bliver dommer?",
            GP,
            "Familierådgiver",
            "Sundhedsplejerske",
        ),
    ),
    "hash": _case(
        "»Det er det eneste, der virker«",
        "14–17 år",
        (
            "En ung med en gammel diagnose, som ingen har set på i flere år. Bor skiftevis hos en forælder og hos "
            "venner.",
            "Kommer alene og vil have noget at sove på. Fortæller, at hash får tankerne til at stå stille.",
            "Lægen foreslår kommunens rusmiddeltilbud. Den unge kender nogen, der kommer der, og vil ikke. Psykiatrien "
            "vil have stoffrihed før udredning.",
            "Hvert tilbud venter på, at et andet begynder. Den unge er over 15 og vil ikke have forældrene indblandet.",
            "»I vil tage det fra mig, før I har noget at give mig i stedet.«",
        ),
        "Hvad kan I bidrage med, når to problemer skal hjælpes på samme tid og ikke efter hinanden?",
        _point(
            "Da psykiatrien og rusmiddeltilbuddet venter på hinanden.",
            "Hvad kan vi begynde på samtidig?",
            GP,
            "Rusmiddelkonsulent",
            "Sygeplejerske fra ambulatoriet",
        ),
        _point(
            "Da den unge siger nej til, at forældrene får noget at vide.",
            "Hvad kan vi gøre, som den unge har sagt ja til?",
            GP,
            "Ungekonsulent",
        ),
    ),
    "foraelder": _case(
        "»Hvem passer på mor?«",
        "10–13 år",
        (
            "Et barn bor alene med sin mor, som har en psykisk sygdom. Mor er en kærlig forælder og har gode perioder.",
            "Mor kommer for sin egen skyld og nævner, at barnet er holdt op med at lege med andre.",
            "Barnet laver mad og husker mors medicin. Skolen oplever et stille og hjælpsomt barn. Voksenpsykiatrien "
            "kender mor, men ved ikke, hvem der kender barnet.",
            "Lægen vil gerne hjælpe barnet uden at miste mors tillid og er i tvivl om sin pligt til at underrette.",
            "»Jeg er ikke ked af det. Jeg holder bare øje.«",
        ),
        "Hvad kan I bidrage med, når barnet er pårørende, og den syge er den, der beder om hjælp?",
        _point(
            "Da mor i en bisætning siger, at barnet passer på hende.",
            "Hvordan taler lægen med mor om barnet – og hvornår skal der underrettes?",
            GP,
            "Familierådgiver",
            "Sygeplejerske fra voksenpsykiatrien",
            minutes=12,
        ),
        _point(
            "Da skolen siger, at barnet er så nemt.",
            "Hvem spørger barnet, hvordan det er at holde øje?",
            GP,
            "PPR-psykolog",
            "Lærer",
        ),
    ),
}
"""The example cases by a word that names them in a form."""
