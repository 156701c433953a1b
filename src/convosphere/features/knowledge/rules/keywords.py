"""Words that stand out in a text: what tags can be suggested from."""

import re
from collections import Counter
from typing import Final

_MOST: Final = 30
_LOOKED_AT: Final = 200_000  # characters
_WORD = re.compile(r"[^\W\d_]{4,40}")
_COMMON_WORDS: Final = """
about above after again against also although always among another because been before being below between both could
does doing down during each even every from further have having here hers herself himself however into itself just
like made make many more most much must myself never only other ours over same shall should since some such than that
their theirs them themselves then there these they this those through under until upon used very were what when where
which while whom will with within without would your yours yourself page chapter section figure table number following
aber alle allem allen aller alles also andere anderen anderer anderes auch auf aufgrund ausser bei beim beiden bereits
bevor bezüglich bitte bzw dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darüber
dass dazu dein deine denen denn deren derer deshalb dessen dies diese diesem diesen dieser dieses doch dort durch
dürfen eben ebenfalls eigene eigenen einem einen einer eines einige einigen entweder erst etwas euch falls für gegen
gemäß gerade gibt haben hatte hatten hier hierbei ihnen ihre ihrem ihren ihrer immer indem insbesondere jede jedem
jeden jeder jedes jedoch jene jetzt kann kein keine keinem keinen keiner können könnte lassen mehr mein meine mich
mindestens möglich müssen nach nachdem neben nicht nichts noch nunmehr nutzen obwohl oder ohne seien sein seine seinem
seinen seiner seit selbst sich sind sobald sofern solche sollen sollte sollten sondern soweit sowie sowohl über unser
unsere unter viel viele vielen vom vor während wann warum weil weiter weitere weiteren welche welcher welches wenn
werden wird wieder wobei wollen worden wurde wurden würde zudem zum zunächst zur zusammen zwischen seite kapitel
abschnitt abbildung tabelle
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())


def keywords_of(text: str) -> list[str]:
    """The words that come most often, as they are mostly written, the most frequent first; at most 30."""
    forms: dict[str, Counter[str]] = {}
    for word in _WORD.findall(text[:_LOOKED_AT]):
        folded = word.casefold()
        if folded not in _COMMON:
            forms.setdefault(folded, Counter())[word] += 1
    often = sorted(((counts.total(), folded) for folded, counts in forms.items()), reverse=True)
    return [forms[folded].most_common(1)[0][0] for count, folded in often[:_MOST] if count > 1]
