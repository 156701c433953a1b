"""`pytest -p checks.suite.telling`: names a test that fails as soon as it has failed.

pytest keeps the names for its summary, and a run that is ended at its limit comes to none.
"""

import pytest


class _Teller:
    """Writes between pytest's dots; with workers, where their reports come together."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.write(f"\n{report.when} failed: {report.nodeid}{_because(report)}\n")


def _because(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return f"\n    {crash.message.splitlines()[0]}" if crash is not None and crash.message else ""


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begins, once there is a terminal to write to; workers have none."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(terminal, pytest.TerminalReporter):
        config.pluginmanager.register(_Teller(terminal))
