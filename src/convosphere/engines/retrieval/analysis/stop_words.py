"""Words that carry no meaning of their own: not indexed, and not looked for unless nothing else is asked."""

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei beim bin bis
bist da dabei dadurch dafür dagegen daher damit danach daran darauf daraus darf darin darüber darum das dass daß davon
dazu dein deine deinem deinen deiner dem den denen denn der deren des dessen die dies diese diesem diesen dieser
dieses doch dort du durch dürfen ein eine einem einen einer eines einige einigem einigen einiger einiges er es etwa
etwas euch euer eure eurem euren eurer für gegen gemäß gewesen gibt hab habe haben hat hatte hatten hättest hier hin
hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene jenem
jenen jener jenes jetzt kann kannst kein keine keinem keinen keiner können könnte könnten lassen man manche manchem
manchen mancher mein meine meinem meinen meiner mich mir mit muss müssen musst nach nachdem neben nein nicht nichts
noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald sofern solche
solchem solchen solcher soll sollen sollte sollten somit sondern sonst soweit sowie über um und uns unser unsere
unserem unseren unserer unter usw viel viele vom von vor während wann war waren wäre warum was wegen weil welche
welchem welchen welcher welches wenn wer werde werden weshalb wessen wie wieder will willst wir wird wirst wo wobei
wodurch wofür woher wohin wollen womit worden würde würden wurde wurden zu zum zur zwar zwischen
"""
_ENGLISH = """
a about above after again against all also am an and any are aren as at be because been before being below between
both but by can cannot could couldn did didn do does doesn doing don down during each few for from further had hadn
has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just let ll
me more most must my myself no nor not now of off on once only or other ought our ours ourselves out over own per re
same shall she should shouldn so some such than that the their theirs them themselves then there these they this those
through to too under until up upon us ve very via was wasn we were weren what when where which while who whom whose
why will with within without would wouldn you your yours yourself yourselves
"""
# In one language no more than a little word, in the other a thing that somebody may look for.
_MEANT = """
also die hat her hin man most mine not own still war wer will wo all am bin few further
"""

GERMAN = frozenset(_GERMAN.split())
ENGLISH = frozenset(_ENGLISH.split())
# For texts and questions whose language is not known.
EITHER = (GERMAN | ENGLISH) - (frozenset(_MEANT.split()) - (GERMAN & ENGLISH))
