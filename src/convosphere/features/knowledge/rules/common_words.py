"""Words that say nothing of what a text is about, and words that tell what the next one is."""

from typing import Final

_ENGLISH: Final = """
about above after again against all also although always among and another any are around available back because been
before being below best better between both but came case cases come comes could date dates days different does doing
done down during each either else end enough even ever every example examples fact few following form found from full
further general get gets give given gives goes good great group half have having help hence here hers high himself hour
hours however important including information inside instead into itself just keep kind know large last late later
least less level like list little long made main make makes many matter means might minute minutes month months more
most much must myself name names near necessary need needs never next none normal note nothing number numbers often once
only open order other others otherwise ours outside over overview owner page pages part parts people per person place
places please point points possible question questions rather reason really right same second section see several shall
short should side since small some something soon still such table take taken takes than that their theirs them then
there these they thing things this those three through thus time times today together under unless until upon usual
version very want ways week weeks well went were what when where whether which while whole whom whose will with within
without work would year years yes yet your yours chapter figure introduction summary appendix contents paragraph text
title used using usage user uses faces stay stays working works cost costs call calls check checks
read reads run runs first third fourth
"""
_GERMAN: Final = """
aber abschnitt absatz alle allem allen aller alles allgemein allgemeine allgemeines also anderen andere anderer anderes
anfang anhang anlage anzahl art arten auch auf aufgrund ausnahme ausser außerdem beginn bei beim beispiel beispiele
bereits bereich bevor bezüglich bis bitte bzw dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus
darf darin darüber dass datum dauer davon dazu dein deine denen denn der deren derer deshalb dessen dies diese diesem
diesen dieser dieses doch dort drei durch dürfen eben ebenfalls eigene eigenen einem einen einer eines einige einigen
einleitung ende entweder erst erste ersten etwas euch euro fall falle fällen fälle falls folgende folgenden form frage
fragen frau freitag für gegen gemäß gerade gesamt gibt grund gründe haben hälfte hatte hatten herr herrn hier hierbei
hinweis hinweise höhe ihnen ihre ihrem ihren ihrer immer indem inhalt insbesondere jahr jahre jahren jahres jede jedem
jeden jeder jedes jedoch jene jetzt kann kapitel kein keine keinem keinen keiner können könnte lassen leute meter mal
mein meine mich mehr menge mensch menschen mindestens minute minuten mitte mittwoch möglich möglichkeit monat monate
monaten monats montag müssen nach nachdem name namen neben nicht nichts noch nummer nutzen obwohl oder ohne ort person
personen platz prozent punkt punkte rahmen regel reihe samstag satz seien sein seine seinem seinen seiner seit seite
seiten selbst sich siehe sind sobald sofern solche sollen sollte sollten sondern sonntag soweit sowie sowohl stelle
stellen stück stunde stunden tabelle tag tage tagen tages teil teile text titel über überblick uhr unser unsere unter
verbindung verfügung viel viele vielen vier vom vor während wann warum weil weise weiter weitere weiteren welche
welcher welches wenn werden wert werte wird wieder woche wochen wobei wollen worden wort wörter wurde wurden würde zahl
zahlen zeit zeiten ziel ziele zudem zum zunächst zur zusammen zusammenfassung zusammenhang zweck zwei zwischen dienstag
donnerstag januar februar märz april mai juni juli august september oktober november dezember abbildung deutschland cent
grad liter
"""
_ENGLISH_DAYS: Final = """
january february march april june july august september october november december monday tuesday wednesday thursday
friday saturday sunday
"""
COMMON: Final = frozenset((_ENGLISH + _GERMAN + _ENGLISH_DAYS).split())
GERMAN_SIGNS: Final = ("der", "die", "das", "und", "den", "von", "ist", "mit", "im", "ein", "eine", "zu", "für")

_BEFORE_NOUNS: Final = """
the a an this that these those each every any no some our your their its his her my of for from with without by per at
in on into between against about under over one two three four five six seven eight nine ten new old whose
"""
_BEFORE_VERBS: Final = "to will would can could may might must shall should not never i you we they he she it who"
BEFORE_NOUNS: Final = frozenset(_BEFORE_NOUNS.split())
BEFORE_VERBS: Final = frozenset(_BEFORE_VERBS.split())
BEHIND_NOUNS: Final = frozenset({"is", "are", "was", "were", "has", "have", "had", "of"})
# A person is nothing to file documents under.
BEFORE_PEOPLE: Final = frozenset({"frau", "herr", "herrn", "mr", "mrs", "ms", "dr"})
