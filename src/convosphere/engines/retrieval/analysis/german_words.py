"""German words that compounds are made of: written for this project, by what organisations write about.

A compound falls apart only where its parts are known (`compounds` says how), so a word that is missing here costs a
little recall, and a wrong one a little precision. Nothing of it is an exception list for whole compounds.
"""

_OFFICE = """
abgabe abhilfe abholung ablage ablauf ablehnung ablösung abmahnung abmeldung abnahme abrechnung abruf absage absatz
abschlag abschluss abschnitt abschreibung absicht absicherung absprache abstand abstimmung abteilung abtretung abwehr
abweichung abwesenheit abwicklung abzug adresse akte aktie aktion aktiv aktivität amt analyse änderung anfang
anforderung anfrage angabe angebot angelegenheit angestellte anhang anhörung ankunft anlage anlass anleitung anliegen
anmeldung annahme anordnung anpassung anrede anreise anruf ansatz anschluss anschrift anspruch anteil antrag antwort
anweisung anwendung anzahl anzahlung anzeige arbeit arbeiter arbeitgeber arbeitnehmer archiv art artikel assistenz
attest aufbau aufbewahrung auffassung aufgabe aufhebung auflage auflösung aufnahme aufsicht auftrag aufwand
aufzeichnung aufzug ausbildung ausdruck ausfall ausfuhr ausführung ausgabe ausgang ausgleich aushang auskunft auslage
ausland auslastung auslegung ausnahme ausschluss ausschreibung ausschuss außen aussage ausstattung ausstellung
austausch austritt auswahl ausweis auswertung auszahlung auszug bank basis bau beamte beantragung bearbeitung
beauftragte bedarf bedienung bedingung beendigung befehl befragung befreiung befristung befugnis beginn begleitung
begriff begründung behandlung behörde beihilfe beirat beitrag bekanntmachung belastung beleg belegschaft beleuchtung
belohnung benachrichtigung benutzer beobachtung beratung berechnung berechtigung bereich bereitschaft bericht beruf
beschaffung beschäftigung bescheid bescheinigung beschluss beschreibung beschwerde besitz besprechung bestand
bestätigung bestellung bestimmung besuch beteiligung betrag betreuung betrieb betriebsrat bevollmächtigte bewegung
beweis bewerber bewerbung bewertung bewilligung bezahlung beziehung bezirk bezug bezüge bilanz bildung bildschirm
bindung blatt brand brief broschüre bruch brutto buch buchhaltung buchung budget bund bundes bürge bürger bürgschaft
büro bußgeld
"""

_BUSINESS = """
chef daten datenschutz datei dauer dienst dienstleistung dienstreise direkt dokument dokumentation druck durchführung
durchschnitt ebene ecke effekt ehe ehren eigen eigentum eigentümer eil eingabe eingang eingriff einheit einigung
einkauf einkommen einkunft einlage einleitung einnahme einrichtung einsatz einsicht einspruch einstellung einstieg
eintrag eintritt einwand einwilligung einzel einzug elektro elektronik eltern emission empfang empfänger empfehlung
ende energie entgelt entlassung entlastung entnahme entschädigung entscheidung entsorgung entwicklung entwurf entzug
erbe erbschaft erfahrung erfassung erfindung erfolg erfüllung ergänzung ergebnis erhebung erhöhung erholung erinnerung
erkennung erklärung erkrankung erlass erlaubnis erledigung ermäßigung ermittlung ernährung erneuerung ersatz
erscheinung erstattung ertrag erweiterung erwerb erziehung export fabrik fach fachkraft fähigkeit fahrer fahrt
fahrzeug fall falle familie farbe fassung fehler feier feiertag feld fenster ferien fern fertigung fest feuer
feuerwehr figur film filter finanz finanzierung firma fläche flug flucht folge förderung form formel formular
forschung fortbildung forum frage fragebogen frau frei freigabe freistellung freizeit frist führung führer fund
funktion funk fürsorge gabe garantie garten gas gast gebäude gebiet gebot gebrauch gebühr geburt gefahr gefährdung
gegenstand gehalt geheim geheimnis gelände geld geltung gemeinde gemeinschaft genehmigung genossenschaft gerät gericht
geschäft geschenk geschichte gesellschaft gesellschafter gesetz gespräch gestaltung gesundheit gewähr gewährleistung
gewalt gewerbe gewerkschaft gewicht gewinn gleit grad grenze größe grund grundlage grundstück gruppe gültigkeit gut
gutachten gutschein gutschrift haft haftpflicht haftung hand handbuch handel handlung handwerk haupt haus haushalt
heft heil heim heirat heizung herkunft herstellung hersteller hilfe hinterlegung hinweis hoch hof höhe honorar hotel
identität import index industrie information inhaber inhalt innen insolvenz inspektion installation institut
instrument inventar inventur investition jahr jahres job jubiläum jugend justiz
"""

_RULES = """
kalender kanal kapital karte kasse kauf kategorie kennung kennwort kenntnis kennzahl kennzeichen kennzeichnung kern
kette kilometer kind kinder kirche klage klasse klausel klima kode kollege kommission kommunal kommunikation kompetenz
konferenz konflikt konto kontrolle konzept konzern kopf kopie korrektur kosten kraft kranken krankenhaus krankheit
kredit kreis krise kultur kunde kündigung kunst kurs kurz küste laden lager land landes länder lärm last lauf laufzeit
leben lebens leder leer lehre lehrer leistung leiter leitung leitfaden leitlinie lern liefer lieferant lieferung
liegenschaft linie liste lizenz logistik lohn löschung lösung luft mahnung makler mandant mandat mangel mann
mannschaft marke markt maschine maß maßnahme material medien medizin mehrheit meister meldung menge mensch merkblatt
merkmal messe messung methode miete mieter minder mindest minister ministerium mitarbeit mitarbeiter mitglied
mitteilung mittel mitte mobil modell modul monat monitor motor müll muster mutter mutterschaft nachbar nachfolge
nachlass nachricht nachteil nachtrag nachweis nacht name natur neben netto netz netzwerk neu niederlassung niveau norm
not notar note notfall nummer nutzen nutzer nutzung objekt ober öffentlichkeit öffnung opfer option ordner ordnung
organ organisation ort paket panel papier park partner partei partnerschaft passwort patent patient pauschale pause
pension person personal personen pfand pflege pflicht phase plan planung platz politik polizei post posten praktikum
praktikant prämie praxis preis presse privat probe problem produkt produktion profil prognose programm projekt
protokoll prozent prozess prüfer prüfung punkt qualifikation qualifizierung qualität quelle quote rabatt rahmen rat
rate raum rechner rechnung recht rechts rede reform regel regelung regierung region register registrierung reife reihe
reinigung reise rente reparatur reserve ressource rest richter richtlinie richtung risiko rolle rückgabe rückkehr
rücknahme rücksendung rückstellung rücktritt rückzahlung ruhe ruhestand runde sache sachbearbeiter sammlung satz
satzung schaden schadens schalter schätzung schein schenkung schicht schieds schiff schlichtung schloss schluss
schlüssel schlussel schnitt schrift schriftführer schritt schuld schule schüler schulung schutz schwanger
schwangerschaft schwelle schwer schwerpunkt seite sekretär selbst seminar sender sendung senior service sicherheit
sicherung sicht sitz sitzung sofort software soll sonder sonn sorge sorgfalt sozial spannung sparte sparkasse speicher
speicherung sperre sperrung spende spesen spiel sprache sprecher stadt stamm stand standort star start station
statistik status stelle stellung stellen stellvertretung stempel steuer stichtag stift stiftung stil stimme stipendium
stoff störung straf strafe straße strategie strecke streik streit strom struktur studie studien studium stufe stück
stunde stunden suche system
"""

_THINGS = """
tabelle tafel tag tages tagung takt tarif tätigkeit tausch team technik teil teilnahme teilnehmer teilzeit telefon
temperatur termin test text thema therapie tier tisch titel tochter tod ton tor träger trägerschaft training transport
treffen trennung treue tür typ übergabe übergang überlassung übernahme überprüfung überschuss übersetzung übersicht
überstunde übertragung überwachung überweisung übung umfang umfrage umgang umgebung umlage umsatz umschulung umsetzung
umstellung umwelt umzug unfall unterhalt unterkunft unterlage unternehmen unternehmer unterricht unterschrift
unterstützung untersuchung unterweisung urheber urkunde urlaub ursache urteil vater verantwortung verarbeitung verband
verbesserung verbindung verbot verbrauch verbraucher verbreitung verein vereinbarung vereinigung verfahren verfall
verfassung verfolgung verfügung vergabe vergleich vergütung verhalten verhältnis verhandlung verkauf verkäufer verkehr
verlag verlängerung verlauf verleih verletzung verlust vermerk vermieter vermietung vermittlung vermögen verordnung
verpackung verpflegung verpflichtung versammlung versand verschwiegenheit versicherte versicherung versorgung
verspätung verstärkung versuch verteilung vertrag vertrauen vertreter vertretung vertrieb verwahrung verwaltung
verwandte verwendung verzeichnis verzicht verzug vieh viertel volk voll vollmacht vollstreckung vollzeit vorauszahlung
voraussetzung vorbehalt vorbereitung vorfall vorgabe vorgang vorgesetzte vorhaben vorkehrung vorlage vorname vorrat
vorschlag vorschrift vorschuss vorsitz vorsorge vorstand vorstellung vorteil vortrag wachstum waffe wahl wahrnehmung
wald wand ware wärme warnung wartung wäsche wasser wechsel weg wehr weihnacht weihnachten weisung weiterbildung welt
werbung werk werkstatt wert wettbewerb wetter widerruf widerspruch wirkung wirtschaft wissen wissenschaft witwe woche
wochen wochenende wohl wohnung wohn wort zahl zahlung zahn zeichen zeichnung zeit zeitung zeitraum zelle zentral
zentrale zentrum zertifikat zeug zeuge zeugnis ziel zins zimmer zoll zone zubehör zufall zugang zugriff zukunft zulage
zulassung zusage zusammenarbeit zusammenfassung zusatz zuschlag zuschuss zustand zuständigkeit zustellung zustimmung
zuwendung zweck zweig zwischen abfall abwasser acker algorithmus alter ampel apotheke apparat arm arznei arzt atem
atom aufklärung auge ausrüstung auto autobahn automat bäcker bad bahn bahnhof bakterie balkon ball band batterie bauch
bauer baum becken bein belag berg beschichtung beton bett bewässerung bewuchs biene bier bild bio blei block blume
blut boden bohr boot bohrer bord botschaft brei bremse brille brot brücke bruder brunnen brust bühne bus chemie
computer dach damm dampf darm decke deich deponie diagnose diebstahl digital dimension dose draht dünger dusche eier
eis eisen eisenbahn elefant element erde ernte esel essen fahne fahrrad faser feder feinstaub fels fett feuchte finger
fisch flasche fleisch fliege flügel flughafen fluss flüssigkeit folie forst foto frost frucht fuß futter gang gefäß
gefrier gehirn gelenk gemüse generator geruch geschirr geschwindigkeit gesicht getränk getreide getriebe gewässer
gewebe gewürz gift glas gleis glocke gold gramm granit gras grill grube gummi gurt haar hafen hagel hahn halle hals
haltestelle hammer haut hebel heide helm herd herz himmel hitze hochwasser hof holz honig horn hotel hund hütte impf
impfung impfstoff infektion insekt insel kabel kaffee kalk kalt kamera kammer kanne kartoffel käse katze keller kessel
kiefer kies klang kleid kleidung klinik knochen knopf koch kohle koffer körper kraftstoff kraftwerk kran kreuz kuchen
küche kühl kühlung kugel kunststoff kupfer labor lack lampe landschaft landwirt landwirtschaft leber leder leim leinen
leiter licht liebe linse lunge magen magnet maler mauer maus meer mehl melde messer metall milch mikro mineral möbel
molekül mond moos mühle mund museum musik muskel nadel nagel nahrung nahrungsmittel nase nebel nerv niere nord obst
ofen ohr öl orchester organismus ost ozean pfanne pferd pflanze pilz pinsel planet platte pol probe pulver pumpe rad
radio rakete rauch regen reifen reis reiz rettung rind ring rohr rohstoff rost rücken salz sand sauerstoff säge säule
säure schaf schal schall schatten schaum schiene schlaf schlag schlange schlauch schleuse schmerz schmutz schnee
schraube schrank schuh schwein schweiß schwimm see segel seil sensor signal silber sinn solar sommer sonne spiegel
spindel spur stahl stall staub stein stern stickstoff strahl strahlung strand strauch strömung süd sucht tal tank
tasche tasse taste tastatur teich teppich theater tinte topf tonne treibstoff treppe tropfen trink trinken trocken
tuch tunnel turbine turm ufer uhr ulme unwetter vakuum ventil vitamin vogel vulkan waage wagen wanderung wanne weide
wein weizen welle werkzeug west wiese wind winter wirbel wolke wolle wunde wurm wurst wurzel wüste zange zaun zement
ziegel zucker zug zunge
abfuhr bauhof besserung bibliothek bücherei drucker friedhof führerschein kantine kontingent laser mehraufwand mensa
parkplatz photovoltaik rathaus scanner senior server skonto software sport taxi update virus zähler
"""

# What stands in front of nouns: stems of verbs and adjectives.
_FRONT = """
alt anders bar best billig blind breit dauer dick doppel dreh dritt druck dünn eigen einfach einweg einzel eng erst
esse fahr fein fertig fest flach fremd früh ganz gegen gesamt gleich groß grün grund halb halte hart heiß hell hilfs
hoch höchst ideal inter intern jung kalt kenn klein kontakt kurz lang last leicht lese letzt mehr mess mindest mit
mobil multi nach nah nass nicht nieder null ober pflicht prüf quer rand roh rot rück rund schließ schluss schnell
schreib schwach schwarz seh selbst sitz spät spar spitzen spiel stark steh still süß teil tief trag tret trenn treff
trink über ultra um unter viel vize vor wand warm warte wasch weich weiß weit werbe zeig zwangs zweit
"""

WORDS = frozenset((_OFFICE + _BUSINESS + _RULES + _THINGS).split())
FRONT_WORDS = frozenset(_FRONT.split())
