"""What a ledger costs, in files and lines that somebody has to write and read. `docs/add-a-ledger.md` has the story.

Counted are the hand-written files of its folder, without tests and migrations, and their lines of code: no blank lines,
no comments, no docstrings. Rules of law (`rules.py`, and the SQL that gathers facts for them) are counted apart: how
much law there is, is not ours to choose.
"""

import ast
import io
import tokenize
from pathlib import Path

import pytest

from changqian.platform.config.ledgers import COMMONS
from changqian.platform.config.ledgers import LEDGERS as ALL

PLATFORM = Path(__file__).parents[1] / "src/changqian/platform"
LAW = {"rules.py", "owed.py"}
NOT_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

REGISTER = (8, 300, 300)
"(files, lines beside the law, lines of law): what a new ledger may cost. The trial register took 6, 114 and 31."
COSTS = {
    # Two files and some fifty lines of these are what their month says as a document (`documents.py`).
    "safety.drills": (10, 545, 351),
    "safety.equipment": (9, 530, 114),
    "commons.plans": (7, 557, 64),
    # No register but the way in: three kinds of rows, twenty services, two machines of steps, what strangers are asked.
    "commons.joining": (11, 1400, 150),
    # No register of one ledger: what others tell as one document, its files, four checks, a package that proves itself.
    "commons.documents": (11, 410, 96),
    # An application with its review, its end and its renewal; half of it are the steps, told to page and to-dos alike.
    "commons.professionals": (6, 460, 160),
    # No ledger of ours but copies of what others share: nine tables, two statements that keep them, rejects; the people
    # of firms beside ours, with who was found to be whom.
    "commons.province": (9, 1020, 240),
    # No register: one statement that sums up a month of all firms, versions that are compared, the same words on paper;
    # since it is the firms' 双控月报 as well, who stands by it, what it names, and who has not by area.
    "commons.summaries": (10, 830, 260),
    # Five record sets over three tables, and the side of who speaks, with an account or from a poster; rewards that
    # several share, and news that stand under no account.
    "safety.whistle": (14, 1418, 420),
    # Accidents with their inquiry, and beside them one table of people hurt that two registers show: what three sources
    # say of one injury is put together and taken apart again.
    "safety.accidents": (8, 760, 350),
    # A library of the city's with its own visibility, publication, receipts and who has read what, by area.
    "safety.cases": (7, 340, 50),
    # Posts that are posted up in editions, signed, put on paper and proposed from the roll; rounds in which their
    # holders are assessed, which is a second register.
    "safety.posts": (10, 880, 180),
    # Five stages, each with its day, its office and its papers.
    "safety.projects": (7, 310, 60),
    # A text with versions, opinions, trainings, reviews and receipts; seventeen steps; two versions side by side,
    # templates with a language of their own, paper; which categories whom is asked of is law.
    "safety.regulations": (12, 1060, 330),
    # Five registers over what a gateway tells: recorders with their wearers, types, plans of recording, log and alarms;
    # what the gateway must know, and what it says written down.
    "enforcement.recorders": (9, 1110, 110),
    # A library of files that are a gateway's, a dictionary of labels, marks that keep what they mark.
    "enforcement.footage": (6, 370, 50),
    # Older than this test; rounded up to the next fifty.
    "commons.people": (6, 510, 100),
    "commons.checks": (6, 450, 150),
    "commons.codes": (7, 400, 50),
    "commons.hazards": (17, 1800, 300),
    # Risk points, tasks, patrols, cards, what was declared to the province beside them and what has changed since; and
    # since drafts and imports a catalogue with a life of its own.
    "safety.risks": (19, 2200, 400),
}
"""What the ledgers that are more than a register cost today. Who makes one larger raises its number here, and says why
in the commit; decision 0009 says where the lines of the first three are."""
LEDGERS = (*(f"commons.{name}" for name in COMMONS), *ALL)


def code_lines(source: str) -> int:
    """Lines that hold code."""
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOT_CODE:
            held |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            held -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(held)


def cost(folder: Path) -> tuple[int, int, int]:
    files = [file for file in folder.rglob("*.py") if not {"tests", "migrations"} & set(file.parts)]
    lines = {file: code_lines(file.read_text(encoding="utf-8")) for file in files}
    law = sum(count for file, count in lines.items() if file.name in LAW)
    return len(files), sum(lines.values()) - law, law


def test_only_code_is_counted():
    lines = ['"""What."""', "", "A = 1", '"How it is meant."', "# Why.", "def f():", "    return (", "A", ")"]
    assert code_lines("\n".join(lines)) == 5


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_ledger_does_not_grow_unnoticed(ledger):
    files, lines, law = cost(PLATFORM / ledger.replace(".", "/"))
    most_files, most_lines, most_law = COSTS.get(ledger, REGISTER)
    assert files <= most_files, f"{ledger} has {files} files, {most_files} are allowed"
    assert lines <= most_lines, f"{ledger} has {lines} lines beside the law, {most_lines} are allowed"
    assert law <= most_law, f"{ledger} has {law} lines of law, {most_law} are allowed"
