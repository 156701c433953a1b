"""Sums in a question: finds the expression, reads German and English numbers, computes within bounds."""

import ast
import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simpleeval import InvalidExpression, SimpleEval

from convosphere.engines.llm.builtin.language import Language

MAX_LENGTH = 200
_MAX_EXPONENT = 1000
_MAX_BITS = 4096
_EXACT = 1e15  # beyond, a float has no units digit to rely on
_SHOWN = 1e12
_GROUPED = 10_000

Number = int | float
Problem = Literal["zero", "size"]

_LEAD = re.compile(
    r"^(?:(?:bitte|please|und|and|also)\s+)*(?:(?:kannst du|can you|could you)\s+(?:mir\s+)?)?"
    r"(?:was (?:ist|sind|ergibt|macht)|wie\s?viel (?:ist|sind|ergibt|macht)|berechne|rechne|"
    r"what(?:'s| is| are)|how much (?:is|are)|calculate|compute|work out|evaluate)?"
    r"\s*:?\s*(?:(?:bitte|please|mir|die|der|das|the)\s+)*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s+(?:aus|bitte|please|ergibt|gleich|equals?))*[\s?!=.]*$", re.IGNORECASE)
_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), text)
    for pattern, text in (
        (r"(?:quadrat)?wurzel\s+(?:aus|von)\s+|(?:the\s+)?square root of\s+", "sqrt "),
        (r"(?:%|\bprozent|\bpercent)\s*(?:von|of)\b", "/100*"),
        (r"\bgeteilt durch\b|\bdivided by\b|\bdurch\b|\bover\b|÷", "/"),
        (r"\bmultipliziert mit\b|\bmultiplied by\b|\bmal\b|\btimes\b|[×·]|(?<=\d)\s*x\s*(?=[\d(])", "*"),
        (r"\bplus\b", "+"),
        (r"\bminus\b|−|–", "-"),
        (r"\bto the power of\b|\bhoch\b|\^", "**"),
        (r"\bsquared\b|²", "**2"),
        (r"\bcubed\b|³", "**3"),
        (r"\bmodulo\b|\bmod\b", "%"),
        (r"(?<=[\d)])\s*:\s*(?=[\d(])", "/"),
        (r"%(?=\s*(?:$|[-+*/)]))", "/100"),
        (r"√", "sqrt "),
        (r"\bwurzel\b", "sqrt"),
        (r"π", "pi"),
    )
)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_BARE_ARGUMENT = re.compile(r"\b(sqrt|abs|sin|cos|tan|ln|log|exp|round)\s+(\d+(?:\.\d+)?|pi\b)")
_EXPRESSION = re.compile(r"(?:\s|\d|\.\d|[-+*/%()]|\b(?:sqrt|abs|sin|cos|tan|ln|log|exp|round|pi|e)\b)+")
_WORTH_IT = re.compile(r"[-+*/%]|[a-z]\s*\(")


@dataclass(frozen=True, slots=True)
class Sum:
    """A computed expression. Exactly one of `value` and `problem` is set."""

    expression: str
    value: Number | None = None
    problem: Problem | None = None


class _TooLargeError(ArithmeticError):
    """The result would have more than 4096 bits, or take long to get."""


def calculate(question: str, language: Language) -> Sum | None:
    """The result if the question is nothing but a sum of at most 200 characters, else None."""
    if len(question) > MAX_LENGTH:
        return None
    expression = _expression(question, language)
    if expression is None:
        return None
    evaluator = SimpleEval(operators=_OPERATORS, functions=_FUNCTIONS, names={"pi": math.pi, "e": math.e})
    problem: Problem | None = None
    value: object = None
    try:
        value = evaluator.eval(expression)
    except ZeroDivisionError:
        problem = "zero"
    except ArithmeticError:
        problem = "size"
    except (InvalidExpression, SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None  # not a sum after all
    if isinstance(value, float) and not math.isfinite(value):
        problem = "size"
    if problem is not None:
        return Sum(expression, problem=problem)
    return Sum(expression, value=value) if isinstance(value, int | float) else None


def format_number(value: Number, language: Language) -> str:
    """Twelve significant digits, groups of three from five digits on, separators as the language has them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if isinstance(value, int):
        text = f"{value:,}" if abs(value) >= _GROUPED else str(value)
    else:
        text = f"{value:,.12g}" if _GROUPED <= abs(value) < _SHOWN else f"{value:.12g}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def _expression(question: str, language: Language) -> str | None:
    """The question as a Python expression, or None if it holds anything else."""
    text = _TAIL.sub("", _LEAD.sub("", question.strip(), count=1))
    for pattern, replacement in _WORDS:
        text = pattern.sub(replacement, text)
    text = _NUMBER.sub(lambda match: _plain(match[0], language), text)
    text = _BARE_ARGUMENT.sub(r"\1(\2)", text.lower()).strip()
    if not _EXPRESSION.fullmatch(text) or not re.search(r"\d|pi", text) or not _WORTH_IT.search(text):
        return None
    return text


def _plain(number: str, language: Language) -> str:
    """`1.234,5` and `1,234.5` alike as `1234.5`; what a single separator means, the language decides."""
    comma, dot = number.rfind(","), number.rfind(".")
    if comma >= 0 and dot >= 0:
        decimal = "," if comma > dot else "."
    elif comma >= 0:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", number) is not None
        decimal = "." if number.count(",") > 1 or (grouped and language == "en") else ","
    else:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", number) is not None
        decimal = "," if number.count(".") > 1 or (grouped and language == "de") else "."
    thousands = "." if decimal == "," else ","
    whole = number.replace(thousands, "").replace(decimal, ".")
    head, point, tail = whole.partition(".")
    return f"{head.lstrip('0') or '0'}{point}{tail}"


def _bounded(value: Number) -> Number:
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise _TooLargeError
    return value


def _power(base: Number, exponent: Number) -> Number:
    if abs(exponent) > _MAX_EXPONENT:
        raise _TooLargeError
    if isinstance(base, int) and base.bit_length() * abs(exponent) > _MAX_BITS:
        raise _TooLargeError
    result = base**exponent
    if isinstance(result, complex):
        raise TypeError
    return _bounded(result)


def _divide(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int) and right and left % right == 0:
        return left // right
    return left / right


_OPERATORS: dict[type[ast.AST], Callable[..., Number]] = {
    ast.Add: lambda left, right: _bounded(left + right),
    ast.Sub: lambda left, right: _bounded(left - right),
    ast.Mult: lambda left, right: _bounded(left * right),
    ast.Div: _divide,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS: dict[str, Callable[[Number], Number]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "ln": math.log,
    "log": math.log10,
    "exp": math.exp,
    "round": round,
}
