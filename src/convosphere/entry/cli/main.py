"""The command line. Heavy imports wait until a command needs them."""

import gc
import sys
import time

import typer

STARTED_AT = time.monotonic()
BAD_SETTINGS = 2
# New objects before the garbage collector looks through them: more than loading makes. The product is 300,000 objects
# that stay; by default it would walk them so often that loading takes a quarter longer.
_COLLECTOR_THRESHOLD = 400_000

app = typer.Typer(
    name="convosphere",
    help="ConvoSphere: the AI assistant platform that an organisation runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Serve and work in one process; starts its own PostgreSQL unless one is given."""
    from convosphere.entry.cli.processes import run_process  # noqa: PLC0415 - heavy

    run_process("run", STARTED_AT)


@app.command()
def serve() -> None:
    """Serve only; workers run as processes of their own."""
    from convosphere.entry.cli.processes import run_process  # noqa: PLC0415 - heavy

    run_process("serve", STARTED_AT)


@app.command()
def worker() -> None:
    """Work only: write answers and run all other jobs."""
    from convosphere.entry.cli.processes import run_process  # noqa: PLC0415 - heavy

    run_process("worker", STARTED_AT)


@app.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    from convosphere.entry.cli.processes import run_migrations  # noqa: PLC0415 - heavy

    run_migrations()


@app.command()
def settings(
    *,
    explain: bool = typer.Option(False, "--explain", help="With what each setting means"),  # noqa: FBT003 - Typer's form
) -> None:
    """Print the effective settings, secrets masked."""
    from convosphere.entry.cli.settings import print_settings  # noqa: PLC0415 - heavy

    print_settings(explain=explain)


@app.command()
def doctor() -> None:
    """Check everything ConvoSphere depends on, and say how to mend what is wrong."""
    from convosphere.entry.cli.doctor import examine  # noqa: PLC0415 - heavy

    examine()


# The client reads the arguments and says what they mean.
@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def chat(context: typer.Context) -> None:
    """Chat in the terminal, with this server or another; `convosphere chat --help` says how."""
    from convosphere_client.terminal import main as chat_in_terminal  # noqa: PLC0415 - heavy

    raise SystemExit(chat_in_terminal(context.args, "convosphere chat"))


@app.command()
def seed() -> None:
    """Make a demo organisation with people, documents and conversations."""
    from convosphere.entry.cli.seed import seed as make_demo  # noqa: PLC0415 - heavy

    make_demo()


def _add_groups() -> None:
    from convosphere.entry.cli.admin import app as admin  # noqa: PLC0415 - heavy
    from convosphere.entry.cli.models import app as models  # noqa: PLC0415 - heavy

    app.add_typer(admin, name="admin")
    app.add_typer(models, name="models")


def main() -> None:
    """Entry point of the installed command."""
    gc.set_threshold(_COLLECTOR_THRESHOLD)
    # The groups import half the product; `run` must not wait for them.
    if len(sys.argv) < 2 or sys.argv[1] in ("admin", "models", "--help"):  # noqa: PLR2004 - the command and its first word
        _add_groups()
    try:
        app()
    finally:
        # What is left goes with the process; to look for cycles in it would take half a second.
        gc.freeze()
