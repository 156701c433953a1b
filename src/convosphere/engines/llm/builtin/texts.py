"""What the builtin provider says, in German and in English."""

from convosphere.engines.llm.builtin.language import Language

Texts = dict[Language, str]

QUOTES: Texts = {
    "de": "Es ist kein Sprachmodell verbunden, daher zitiere ich, was die Unterlagen dazu sagen:",
    "en": "No language model is connected, so I quote what the documents say about it:",
}
BEGINNINGS: Texts = {
    "de": "Es ist kein Sprachmodell verbunden, daher zitiere ich, wie die Unterlagen beginnen:",
    "en": "No language model is connected, so I quote how the documents begin:",
}
ZERO: Texts = {
    "de": "Durch null lässt sich nicht teilen.",
    "en": "Division by zero has no result.",
}
TOO_LARGE: Texts = {
    "de": "Das Ergebnis ist zu groß für diesen Rechner.",
    "en": "The result is too large for this calculator.",
}
_CONNECT: Texts = {
    "de": (
        "So kommt eines dazu: Wer ConvoSphere verwaltet, verbindet es in der Administration unter **Modelle** – mit "
        "einem API-Schlüssel von OpenAI, Anthropic oder einem anderen Anbieter, oder mit einem Modell auf diesem "
        "Rechner: [Ollama](https://ollama.com), LM Studio und llama.cpp werden dort von selbst gefunden."
    ),
    "en": (
        "To get one: an administrator of ConvoSphere connects it in the administration under **Models** – with an API "
        "key of OpenAI, Anthropic or another provider, or with a model on this machine: "
        "[Ollama](https://ollama.com), LM Studio and llama.cpp are found there by themselves."
    ),
}
HOW_TO_CONNECT: Texts = {
    "de": (
        "Ein Sprachmodell verbindet, wer ConvoSphere verwaltet, in der Administration unter **Modelle**: mit einem "
        "API-Schlüssel von OpenAI, Anthropic oder einem anderen Anbieter, oder mit einem Modell auf diesem Rechner. "
        "[Ollama](https://ollama.com), LM Studio und llama.cpp werden dort von selbst gefunden. Danach lässt sich "
        "das Modell unter jeder Frage wählen."
    ),
    "en": (
        "An administrator of ConvoSphere connects a language model in the administration under **Models**: with an "
        "API key of OpenAI, Anthropic or another provider, or with a model on this machine. "
        "[Ollama](https://ollama.com), LM Studio and llama.cpp are found there by themselves. The model can then be "
        "chosen below every question."
    ),
}
_ABILITIES: Texts = {
    "de": (
        "Auch ohne kann ich:\n\n"
        "- aus Unterlagen zitieren, die zur Frage gefunden wurden, mit Quellenangabe\n"
        "- rechnen, z. B. „19 % von 249,90“ oder „(12,5 + 3) * 4“\n"
        "- Uhrzeit und Datum sagen"
    ),
    "en": (
        "Even without one I can:\n\n"
        "- quote from documents that were found for the question, with their source\n"
        "- calculate, e.g. “19% of 249.90” or “(12.5 + 3) * 4”\n"
        "- tell the time and the date"
    ),
}
HELP: Texts = {
    "de": "\n\n".join(
        ["Hallo! Mit ConvoSphere ist noch kein Sprachmodell verbunden.", _ABILITIES["de"], _CONNECT["de"]]
    ),
    "en": "\n\n".join(["Hello! No language model is connected to ConvoSphere yet.", _ABILITIES["en"], _CONNECT["en"]]),
}
NOTHING_FOUND: Texts = {
    "de": (
        "In den Unterlagen dieses Chats habe ich nichts gefunden, was diese Frage beantwortet. Vielleicht helfen "
        "andere Wörter, oder weitere Unterlagen."
    ),
    "en": (
        "In the documents of this chat I found nothing that answers this question. Other words may help, or more "
        "documents."
    ),
}
CANNOT: Texts = {
    "de": (
        "Das kann ich nicht beantworten, denn es ist kein Sprachmodell verbunden.\n\n"
        f"{_CONNECT['de']}\n\n{_ABILITIES['de']}"
    ),
    "en": (f"I cannot answer that, because no language model is connected.\n\n{_CONNECT['en']}\n\n{_ABILITIES['en']}"),
}
