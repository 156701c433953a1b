"""Formulas leave as formulas: MathML, Word's equations, readable text; what is hostile or unknown stays TeX."""

import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdfium2 import PdfDocument

from convosphere.engines.publishing.formats import docx, html, pdf
from convosphere.engines.publishing.formats.linear import formula_text
from convosphere.engines.publishing.mathematics import read_formula
from convosphere.engines.publishing.types import Paper, Part

ROOTS = r"x_{1,2} = \frac{-b \pm \sqrt{b^2-4ac}}{2a}"
MATRIX = r"A = \begin{pmatrix}1&2\\3&4\end{pmatrix}"
SUM = r"\sum_{i=1}^n x_i^2 = \left(\frac{a}{b}\right)"
SCRIPT = r"\text{<script>x</script>} \href{javascript:x}{y}"
BODY = f"So ${SUM}$ und\n\n$${ROOTS}$$\n\n$${MATRIX}$$\n\n${SCRIPT}$ aber $\\foo{{x}}$."


def paper(body: str = BODY) -> Paper:
    return Paper("Mathe", "de", (), (Part("Sie", "", body),))


def test_pages_have_mathml_and_nothing_that_runs(tmp_path: Path) -> None:
    html.write(paper(), tmp_path / "page")
    page = (tmp_path / "page").read_text()
    assert page.count("<math ") == 4
    assert "<mfrac><mrow>" in page
    assert "<mtable><mtr><mtd><mn>1</mn></mtd>" in page
    # The TeX is kept beside each, and stands alone where it is not understood.
    assert page.count('<annotation encoding="application/x-tex">') == 4
    assert r'<code class="formula" dir="ltr">\foo{x}</code>' in page
    assert "<script" not in page
    assert "href=" not in page


def test_word_has_equations_of_its_own(tmp_path: Path) -> None:
    docx.write(paper(), tmp_path / "word.docx")
    with ZipFile(tmp_path / "word.docx") as archive:
        word = archive.read("word/document.xml").decode()
    assert word.count("<m:oMathPara>") == 2
    assert word.count("<m:oMath>") == 4
    # A sum holds what is summed up, brackets hold tables and fractions, roots hide the degree they do not have.
    assert '<m:nary><m:naryPr><m:chr m:val="∑"/>' in word
    assert '<m:d><m:dPr><m:begChr m:val="("/><m:endChr m:val=")"/></m:dPr><m:e><m:m>' in word
    assert '<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e><m:sSup>' in word
    assert r"\foo{x}" in word
    assert "frac" not in word


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (ROOTS, "x_(1,2) = (-b ± √(b^2 - 4ac))/(2a)"),
        (MATRIX, "A = (1 2; 3 4)"),
        (r"\lim_{x\to 0}\frac{\sin x}{x}", "lim_(x→0) (sin x)/x"),
        (r"\int_0^\infty e^{-x}\,dx", "∫_0^∞ e^(-x) dx"),
        (r"\vec{v}\cdot\overline{ab} \in \mathbb{R}^n", "v⃗·a̅b̅ ∈ ℝ^n"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a = b; c = d"),
        (r"\sqrt[3]{x}+\binom{n}{k}", "∛x + (n; k)"),
    ],
    ids=[str(number) for number in range(7)],
)
def test_a_line_of_text_says_the_same(tex: str, text: str) -> None:
    found = formula_text(tex, wide=True)
    assert found is not None
    assert " ".join(found.replace("−", "-").split()) == text


def test_pdf_has_no_tex(tmp_path: Path) -> None:
    pdf.write(paper(), tmp_path / "pdf")
    document = PdfDocument(tmp_path / "pdf")
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "frac" not in text
    assert "pmatrix" not in text
    assert r"\foo{x}" in text


HOSTILE = [
    "x" * 100_000, "{" * 10_000 + "}" * 10_000, r"\frac{" * 900, r"\begin{matrix}" * 200, r"\sqrt" * 790,
    r"\left(" * 600, "x" + "^x" * 1_900, "&" * 4_000, "\\\\" * 1_990, "'" * 3_990, r"\newcommand{\a}{\b\b}\a",
    r"\def\a{\a\a}\a", r"\frac{a}", "x^{x" * 30 + "}" * 30,
]  # fmt: skip


@pytest.mark.parametrize("tex", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_hostile_formulas_cost_little_and_break_nothing(tmp_path: Path, tex: str) -> None:
    began = time.process_time()
    read_formula(tex, wide=True)
    assert time.process_time() - began < 2
    for form in (html, docx, pdf):
        form.write(paper(f"vor $${tex}$$ nach ${tex[:900]}$ Ende"), tmp_path / "any")
        assert (tmp_path / "any").stat().st_size > 500
