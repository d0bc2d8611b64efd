"""The `quaychain` command: the composition root.

Each verb lives in its own module under `commands/` and is imported only when it is asked for, so that
`quaychain --help` and small verbs don't pay for the web stack.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING, Annotated

import typer
import typer.main

from quaychain.contracts.errors import QuaychainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: verb -> (module below `commands`, line of help). Listed so that help needs no import of the verb.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Run the reference scenario on this machine and serve its pages."),
    "verify": ("verify", "Check an exported proof bundle offline, step by step."),
    "oracle": ("oracle", "Take signed events in: gateway, broker, device client, capture, keeper."),
    "api": ("api", "Serve queries and pages; index the chain; issue and revoke tokens."),
    "bench": ("bench", "Measure a part against its peer."),
    "chaos": ("chaos", "Run everything under drawn faults and audit that nothing is lost."),
    "fuzz": ("fuzz", "Send bad input at full speed; none of it may be accepted."),
    "soak": ("soak", "Run everything at an even load; nothing may grow or be lost."),
    "node": ("node", "Set up a consortium: keys, member card, genesis, deployment check."),
}


def command_line(arguments: Sequence[str]) -> typer.Typer:
    """The command line for these arguments: the verb that they name is loaded, of the others only the help is."""
    app = typer.Typer(
        name="quaychain",
        help="A ledger that the parties of heavy-machinery trade share and none of them owns.",
        add_completion=False,
        no_args_is_help=True,
    )
    app.callback(result_callback=_leave)(_options)
    named = [argument for argument in arguments if not argument.startswith("-")]
    _add_verbs(app, "quaychain.scripts.commands", VERBS, named)
    return app


def _add_verbs(app: typer.Typer, package: str, verbs: Mapping[str, tuple[str, str]], named: Sequence[str]) -> None:
    """Load the verb that comes first in `named`; a module with VERBS of its own is a group, whose verb is the next."""
    wanted, *others = named or [""]
    for verb, (module_name, text) in verbs.items():
        if verb != wanted:
            app.command(verb, help=text)(_not_loaded)
            continue
        module = importlib.import_module(f"{package}.{module_name}")
        if hasattr(module, "VERBS"):
            group = typer.Typer(add_completion=False, no_args_is_help=True)
            _add_verbs(group, module.__name__, module.VERBS, others)
            app.add_typer(group, name=verb, help=text)
        else:
            _add(app, verb, module.app, text)


def _add(app: typer.Typer, verb: str, verb_app: typer.Typer, text: str) -> None:
    commands = verb_app.registered_commands
    if len(commands) == 1 and not verb_app.registered_groups and commands[0].callback is not None:
        # A verb without verbs of its own.
        app.command(verb, help=text)(commands[0].callback)
    else:
        app.add_typer(verb_app, name=verb, help=text)


def _not_loaded() -> None:
    raise AssertionError("a verb that the arguments don't name was called")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"quaychain {importlib.metadata.version('quaychain')}")
        raise typer.Exit


def _leave(status: object, **options: object) -> None:
    """What a verb returns is the exit status."""
    if isinstance(status, int):
        raise typer.Exit(status)


def _options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options before the verb."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb.

    Returns the exit status: 0 done, 1 refused or failed with one clear line on standard error, 2 wrong usage.
    """
    # eth-hash picks its backend once, from the environment; pysha3 is ten times faster than its default.
    os.environ.setdefault("ETH_HASH_BACKEND", "pysha3")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        typer.main.get_command(command_line(given)).main(args=given, prog_name="quaychain")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BrokenPipeError:
        # The reader of our output has gone (`quaychain … | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except QuaychainError as error:
        typer.echo(f"quaychain: {error}", err=True)
        return 1
    except Exception as error:  # noqa: BLE001  a user sees one line; the trace goes to a file that can be sent along
        typer.echo(f"quaychain: unexpected {type(error).__name__}: {error} (trace in {_write_trace()})", err=True)
        return 1
    return 0


def _write_trace() -> str:
    with tempfile.NamedTemporaryFile("w", prefix="quaychain-trace-", suffix=".txt", delete=False) as file:
        traceback.print_exc(file=file)
    return file.name


if __name__ == "__main__":
    sys.exit(main())
