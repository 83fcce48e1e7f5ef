"""`purser mail`: what the local SES has sent."""

from argparse import ArgumentParser, Namespace

from infra.command._command import Command
from infra.local.home import LocalError, home
from infra.local.mailbox import Letter, letters


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("number", nargs="?", type=int, help="show this one; -1 is the latest")


def run(arguments: Namespace) -> int:
    """List the mailbox, oldest first, or show one message."""
    found = letters(home())
    if arguments.number is not None:
        print(_shown(_chosen(found, arguments.number)))
        return 0
    for number, letter in enumerate(found, start=1):
        print(f"{number:4}  {letter.message['Date']}  {letter.message['To']}  {letter.message['Subject']}")
    if not found:
        print("No mail yet.")
    return 0


def _chosen(found: list[Letter], number: int) -> Letter:
    if number == 0 or abs(number) > len(found):
        raise LocalError(f"There is no message {number}; the mailbox holds {len(found)}.")
    return found[number - 1 if number > 0 else number]


def _shown(letter: Letter) -> str:
    headers = [f"{name}: {letter.message[name]}" for name in ("From", "To", "Date", "Subject") if letter.message[name]]
    files = [f"Attached: {part.get_filename()}" for part in letter.message.iter_attachments()]
    return "\n".join([*headers, *files, "", letter.text])


COMMAND = Command("mail", "list or show what was mailed", configure, run)
