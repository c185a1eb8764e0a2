"""Fixtures for pytest.

`aws` is an emulator whose clock stands still until it is told: empty at the beginning of each test. It is started once for all
tests, from --understudy-binary, UNDERSTUDY_BINARY or the path. When a test fails, its report ends with the timeline.
"""

import pytest

import understudy


def pytest_addoption(parser):
    parser.addoption("--understudy-binary", help="the emulator's binary")


@pytest.fixture(scope="session")
def understudy_emulator(request):
    with understudy.start(request.config.getoption("understudy_binary"), clock="manual") as emulator:
        yield emulator


@pytest.fixture
def aws(understudy_emulator):
    understudy_emulator.reset()
    understudy_emulator.pause()
    return understudy_emulator


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    emulator = getattr(item, "funcargs", {}).get("aws")
    if report.failed and call.when == "call" and isinstance(emulator, understudy.Emulator):
        report.sections.append(("understudy timeline", emulator.timeline()))
