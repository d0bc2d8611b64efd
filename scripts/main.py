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
from typing import TYPE_CHECKING

import click
import typer.main

from quaychain.contracts.errors import QuaychainError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: verb -> (module below `commands`, line of help). Listed here so that help needs no import of the verb.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Run the reference scenario on this machine and serve its pages."),
    "verify": ("verify", "Check an exported proof bundle offline, step by step."),
    "oracle": ("oracle", "Take signed events in: gateway, broker, device client, capture, keeper."),
    "api": ("api", "Serve queries and pages; index the chain; issue and revoke tokens."),
    "node": ("node", "Set up a consortium: keys, member card, genesis, deployment check."),
}


class VerbGroup(click.Group):
    """A click group that imports a verb's module on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all verbs, in the order in which help shows them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's click command, or None where there is no such verb."""
        if cmd_name not in VERBS:
            return None
        module_name, _ = VERBS[cmd_name]
        module = importlib.import_module(f"quaychain.scripts.commands.{module_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs from `VERBS`, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


def command_line() -> click.Group:
    """The whole command line as one click group."""
    return VerbGroup(
        name="quaychain",
        help="A ledger that the parties of heavy-machinery trade share and none of them owns.",
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                expose_value=False,
                is_eager=True,
                callback=_print_version,
                help="Print the version and leave.",
            )
        ],
    )


def _print_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"quaychain {importlib.metadata.version('quaychain')}")
        ctx.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb.

    Returns the exit status: 0 done, 1 refused or failed with one clear line on standard error, 2 wrong usage,
    130 interrupted.
    """
    # eth-hash picks its backend once, from the environment; pysha3 is ten times faster than its default.
    os.environ.setdefault("ETH_HASH_BACKEND", "pysha3")
    try:
        outcome = command_line().main(
            args=None if arguments is None else list(arguments), prog_name="quaychain", standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except BrokenPipeError:
        # The reader of our output has gone (`quaychain … | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except QuaychainError as error:
        click.echo(f"quaychain: {error}", err=True)
        return 1
    except Exception as error:  # noqa: BLE001  a user sees one line; the trace goes to a file that can be sent along
        click.echo(f"quaychain: unexpected {type(error).__name__}: {error} (trace in {_write_trace()})", err=True)
        return 1
    return outcome if isinstance(outcome, int) else 0


def _write_trace() -> str:
    with tempfile.NamedTemporaryFile("w", prefix="quaychain-trace-", suffix=".txt", delete=False) as file:
        traceback.print_exc(file=file)
    return file.name


if __name__ == "__main__":
    sys.exit(main())
