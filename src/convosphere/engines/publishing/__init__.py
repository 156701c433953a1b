"""Puts texts on paper: Markdown, HTML, PDF, DOCX, in a process of its own.

`open_press` gives a `Press`, whose `print` writes a `Paper` into a file. What is in `formats` runs in the press's
process only.
"""

from convosphere.engines.publishing.press import Press, open_press
from convosphere.engines.publishing.types import Enclosure, Format, Paper, Part, PrintingError

__all__ = ["Enclosure", "Format", "Paper", "Part", "Press", "PrintingError", "open_press"]
