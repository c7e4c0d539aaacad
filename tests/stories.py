# ruff: noqa: E501 - the articles are prose, and read better whole
"""Short invented articles, and words of texts, for the tests of the stages. No town, person or outlet exists."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from minhash_news.arrays import CorpusWords
from minhash_news.model import Article, ArticleId
from minhash_news.normalize import normalize, weigh

BRIDGE = """\
The Karsten Bridge will stay shut to lorries until October after engineers found hairline cracks in eleven of its steel hangers, the Orvell Roads Office said on Tuesday.

The cracks came to light during a drone survey ordered by deputy surveyor Milena Tasko, who told the Orvell Lantern that two of them were longer than a pencil. "I measured them twice because I did not want to believe the first figure," she said.

About 3,400 lorries cross the 1937 bridge on a weekday, most of them bound for the Plessing paper mill on the east bank. They will be sent round by Hallow Ford, a detour of 46 kilometres.

Mill manager Gregor Lunde said the detour would cost his firm 19,000 crowns a day and that he might lay off the night shift. "Paper does not swim," he said.

The hangers were last replaced in 1988. The council put off a new set in 2019, when the offers came in at 7.2 million crowns, a quarter above the estimate.

Cars and bicycles may still cross at 30 kilometres an hour. The footpath on the southern side is closed because scaffolding for the inspectors will hang from its railing."""

BRIDGE_UPDATE = """\
The Karsten Bridge will stay shut to lorries until December after engineers found hairline cracks in seventeen of its steel hangers, the Orvell Roads Office said on Friday.

The first cracks came to light during a drone survey ordered by deputy surveyor Milena Tasko, who told the Orvell Lantern that two of them were longer than a pencil. "I measured them twice because I did not want to believe the first figure," she said. Six more were found when divers looked below the waterline on Thursday.

About 3,400 lorries cross the 1937 bridge on a weekday, most of them bound for the Plessing paper mill on the east bank. They are being sent round by Hallow Ford, a detour of 46 kilometres.

Mill manager Gregor Lunde laid off the night shift, 62 people, on Friday morning. "Paper does not swim," he said.

The council met in the evening and released 7.9 million crowns for a new set of hangers, which it had put off in 2019."""

BRIDGE_IN_PLAIN_WORDS = """\
The Karsten Bridge will stay closed to lorries until October after engineers found thin cracks in eleven of its steel hangers, the Orvell Roads Office said on Tuesday.

The cracks were found during a drone survey ordered by deputy surveyor Milena Tasko, who told the Orvell Lantern that two of them were longer than a pencil. "I measured them twice because I could not believe the first figure," she said.

About 3,400 lorries cross the 1937 bridge on a normal weekday, most of them on their way to the Plessing paper mill on the east bank. They will have to go round by Hallow Ford, a detour of 46 kilometres.

Mill manager Gregor Lunde said the detour would cost his firm 19,000 crowns every day and that he might stop the night shift. "Paper does not swim," he said.

The hangers were last changed in 1988. The council put off buying a new set in 2019, when the offers came in at 7.2 million crowns, a quarter more than the estimate.

Cars and bicycles can still cross at 30 kilometres an hour. The footpath on the south side is closed because scaffolding for the inspectors will hang from its rail."""

BRIDGE_IN_A_COLUMN = """\
My aunt collects closed things: lidos, post offices, a zoo. On Thursdays she has me drive her to the newest one and we eat an egg sandwich in front of the barrier.

This week it was a bridge. "About 3,400 lorries cross the 1937 bridge on a weekday, most of them bound for the Plessing paper mill on the east bank," she read to me off the cutting that she had brought, with the air of somebody who has been proved right about lorries. And further down: "The council put off a new set in 2019, when the offers came in at 7.2 million crowns, a quarter above the estimate."

I said that there were none to be seen. She said that this was the point of a closed bridge, and would I look at the river, which nobody ever does when there is a bridge to look at.

So I looked. There was a man in it up to his hips, holding a lamp in daylight. He waved, and my aunt waved back with her sandwich, and wrote him down under lidos."""

BRIDGE_SUMMARY = """\
Lorries are banned from the Karsten Bridge until October. A drone survey ordered by Milena Tasko showed cracks in eleven steel hangers, last replaced in 1988. The detour by Hallow Ford is 46 kilometres long, and the Plessing paper mill fears it will cost 19,000 crowns a day."""

BRIDGE_EXCERPT = """\
Every town has a sentence that explains it, and mine was spoken this week by a woman with a tape measure. I have crossed that river on foot, on skates and once, to my mother's horror, on a door, and never thought to look up.

"I measured them twice because I did not want to believe the first figure," she said.

My grandfather kept bees under the eastern ramp and swore the iron hummed in the key of G before a storm. He would have known what to do about it, or at least whom to blame for it, which in our family came to the same.

Mill manager Gregor Lunde said the detour would cost his firm 19,000 crowns a day and that he might lay off the night shift. "Paper does not swim," he said.

No, but it burns, and so do pensions. I shall take the ferry as long as there is one, and I shall write to the council in green ink, as one does."""

HERONS = """\
Four pairs of grey herons have moved into the chimneys of the old Vasting sugar works, and the demolition crew has gone home until August. Bird warden Pelle Arnquist counted nine eggs through a borrowed telescope on Sunday.

The site's owner, a developer from Nordby, had planned to fell both stacks in May to make room for ninety flats. "We lose a summer and gain some neighbours," its foreman Ute Grahl said.

Herons nested in the marsh behind the works until it was drained in 1962."""

LIBRARY = """\
The reading room in Tamsel has bought a coffin. It stands between biography and gardening, is lined with green felt, and may be lain in for ten minutes by anyone with a library card.

Librarian Ottoline Prags wanted people to talk about wills before they need one. A notary comes on the first Monday of the month, and the queue reached the umbrella stand in March.

The joiner Hob Wessel made it from ash for 240 crowns and asked that nobody sit in it with boots on."""

CHESS = """\
Thirteen-year-old Ansa Mirkel drew with the national champion at the Lindow open on Saturday after offering a rook that he dared not take. The game lasted 71 moves and six hours.

Her coach, retired tram driver Ludo Feng, said he had left the hall at move forty to feed his cat. "When I came back she was still thinking about the same pawn," he said.

Mirkel finished ninth of 112 and won a toaster."""

FROST = """\
Late frost has cost the growers of the Ellrand valley two thirds of their apricots. At Sibbe, the thermometer in the growers' cooperative fell to minus 5.4 degrees on the night of the ninth, the coldest April night since the station opened in 1951.

Candles burned between the rows until sunrise, and a helicopter was hired from Morsheim to press the warm air down. It helped on the slopes; on the valley floor, said cooperative chair Irmela Koss, "we could have burned the furniture too"."""

TRAM = """\
Line 6 in Quorn Hill got its conductor back on Monday after 22 years. Bettan Oduya sells tickets from a brass machine, calls out the stops and, on the steep bend at Cutler's Yard, holds strangers' prams.

The transport board pays her from an advertising budget. If more than 500 riders a week buy from her by June, lines 2 and 9 will follow, board member Simon Achterberg promised."""

UNRELATED = (HERONS, LIBRARY, CHESS, FROST, TRAM)

MERCADO = """\
El mercado cubierto de Albarén cerrará sus puertas el 3 de junio para sustituir las vigas de madera, que según el ayuntamiento están comidas por la carcoma. Los sesenta y dos puestos se trasladarán durante catorce meses a la antigua cochera de tranvías de la calle Olmo.

La concejala Remedios Iturbe explicó a La Crónica de Albarén que el presupuesto asciende a 4,8 millones de euros, de los que la región paga la mitad. "Preferimos cerrar un año que lamentar un derrumbe", dijo.

El pescadero Fermín Osuna, que ocupa el puesto 17 desde 1984, teme perder a la clientela mayor. "Mi gente viene con bastón, y la cuesta de la calle Olmo no perdona", afirmó.

Las vigas son de pino rojo y se colocaron en 1902. Dos de ellas se apuntalaron en marzo después de que un inspector introdujera un destornillador hasta el mango."""

MERCADO_COPIA = """\
ALBARÉN.- El mercado cubierto de Albarén cerrará sus puertas el 3 de junio para sustituir las vigas de madera, que según el ayuntamiento están comidas por la carcoma. Los sesenta y dos puestos se trasladarán durante catorce meses a la antigua cochera de tranvías de la calle Olmo.

La concejala Remedios Iturbe explicó a La Crónica de Albarén que el presupuesto asciende a 4,8 millones de euros, de los que la región paga la mitad. "Preferimos cerrar un año que lamentar un derrumbe", dijo.

El pescadero Fermín Osuna, que ocupa el puesto 17 desde 1984, teme perder a la clientela mayor. "Mi gente viene con bastón, y la cuesta de la calle Olmo no perdona", afirmó."""

OTHER_WORDS = {
    "said": "explained", "crowns": "coins", "found": "discovered", "town": "city", "about": "around", "will": "shall",
    "would": "might", "because": "since", "after": "when", "until": "till", "night": "evening", "owner": "proprietor",
    "lorries": "trucks", "bridge": "crossing", "shut": "closed", "engineers": "experts", "cost": "lose",
    "firm": "company", "gone": "left", "counted": "saw", "borrowed": "rented", "planned": "meant", "nested": "bred",
    "drained": "dried", "bought": "acquired", "stands": "sits", "lined": "covered", "joiner": "carpenter",
    "drew": "tied", "dared": "wished", "retired": "former", "feed": "see", "growers": "farmers",
    "coldest": "harshest", "burned": "blazed", "hired": "brought", "sells": "offers", "steep": "sharp",
    "riders": "passengers",
}  # fmt: skip
"""What those who retell the stories above may say instead."""


CAMPANA = """\
La campana mayor de Torrejo del Páramo ha vuelto a sonar tras once años muda. El relojero jubilado Amancio Bles talló a mano un badajo de fresno y rechazó cobrar por él.

El párroco pidió que no repique antes de las nueve. Los cigüeños, que anidaban en el hueco, se mudaron al silo de la cooperativa."""

SCHLEUSE = """\
Die Schleuse Hagenwerth bleibt bis Ende September gesperrt, weil ein Schubverband das untere Tor aus der Führung gedrückt hat. Das teilte das Wasseramt Oderbrück am Donnerstag mit.

Der Schiffsführer Hanno Pfeil hatte nach Angaben der Wasserschutzpolizei den Rückwärtsgang zu spät eingelegt. „Das Tor wiegt 84 Tonnen, aber es hat nachgegeben wie eine Gartenpforte“, sagte Amtsleiterin Swantje Rohloff dem Oderbrücker Tagblatt.

Oberhalb der Schleuse warten 27 Schiffe mit Kies, Schrott und Futterweizen. Ein Umweg besteht nicht: Der Altarm bei Klein Lübs ist seit 1971 verlandet.

Die Reederei Tjarks rechnet mit einem Schaden von 310.000 Euro in der Woche. Ein neues Tor muss in Stralow gegossen und auf dem Wasserweg gebracht werden."""

SCHLEUSE_KURZ = """\
Wegen eines beschädigten Tores ist die Schleuse Hagenwerth bis Ende September zu. Der Schiffsführer Hanno Pfeil legte laut Polizei zu spät den Rückwärtsgang ein. Das Tor von 84 Tonnen muss in Stralow neu gegossen werden, 27 Schiffe mit Kies, Schrott und Futterweizen sitzen fest; die Reederei Tjarks beziffert den Schaden auf 310.000 Euro in der Woche."""

SCHULGARTEN = """\
Im Schulgarten von Wendrup wächst ein Kürbis, der nach Ansicht der Klasse 4b bis zum Herbst nicht mehr durch das Tor passen wird. Hausmeister Jost Ebeling misst ihn jeden Freitag mit dem Maßband aus der Nähstube.

Gegossen wird mit Regenwasser und, wenn niemand hinsieht, mit kaltem Kaffee."""


def article(name: str, text: str, **about: str | None) -> Article:
    """Return an article of that id."""
    return Article(ArticleId(name), text, **about)  # type: ignore[arg-type]


def articles(**texts: str) -> list[Article]:
    """Return an article for each text, under its name."""
    return [article(name, text) for name, text in texts.items()]


def background() -> list[Article]:
    """Return articles that have nothing to do with each other."""
    return [article(f"background-{number}", text) for number, text in enumerate(UNRELATED)]


def weighed(texts: Sequence[str]) -> CorpusWords:
    """Return the words of some texts with their idf."""
    return weigh(normalize(texts, workers=1))


def retold(paragraphs: Sequence[str], random: np.random.Generator, *, kept: float, changed: float) -> str:
    """Return a short copy: some of the paragraphs, with some of the words told otherwise throughout."""
    words = {word for word in OTHER_WORDS if random.random() < changed}
    return "\n\n".join(
        re.sub(r"\w+", lambda word: OTHER_WORDS[word[0]] if word[0] in words else word[0], paragraph)
        for paragraph in paragraphs
        if random.random() < kept
    )
