"""`demo` and `simulate` as a person starts them: what they print, how they end, what they leave behind."""

import asyncio
import os
import pty
import signal
import sys

import pytest

from tests.e2e.conftest import bare_environment

PROVIDERS = ["tel2", "voiptech", "anveo", "vprovider", "business_isp"]


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


async def test_the_demo_makes_one_call_and_leaves_nothing(dialer, temporary):
    ended = await dialer.run("demo")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("The simulator plays the provider: no account, no money, no telephone rings.\n")
    for text in ("through Business ISP", "Connected", "Ended"):
        assert text in ended.out
    assert list(temporary.iterdir()) == []
    assert not (dialer.home / "journal.db").exists()
    assert not (dialer.home / "accounts.toml").exists()


async def test_an_interrupted_demo_cleans_up(dialer, temporary):
    running = await dialer.start("demo", scale=0.5)
    await running.line(holds="Accepted")
    running.interrupt()
    assert (await running.end()).code == 130
    assert list(temporary.iterdir()) == []


@pytest.fixture
async def at_terminal(dialer):
    """`await at_terminal(typed)` starts the demo with a person at the terminal: the process and our end of it."""
    started = []

    async def start(typed):
        ours, theirs = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "desktop_dialer",
            "demo",
            stdin=theirs,
            stdout=asyncio.subprocess.PIPE,
            stderr=theirs,
            start_new_session=True,
            env={**bare_environment(), "DESKTOP_DIALER_HOME": str(dialer.home), "DESKTOP_DIALER_TIME_SCALE": "0.05"},
        )
        os.close(theirs)
        started.append((process, ours))
        os.write(ours, typed)
        return process, ours

    yield start
    for process, ours in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()
        os.close(ours)


async def test_on_a_terminal_the_demo_goes_on_until_it_is_quit(at_terminal, temporary):
    # Typed ahead: VoipTech, busy, the second contact; then enough.
    process, _ = await at_terminal(b"3\n2\n2\nq\n")
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    assert b"Calling Ada Lovelace; the outcome is busy." in out
    assert b"Your phone was not reached" in out
    assert list(temporary.iterdir()) == []


async def test_ctrl_c_at_a_question_ends_the_demo_at_once(at_terminal, temporary):
    process, ours = await at_terminal(b"")
    shown = b""
    while b"> " not in shown:
        shown += await asyncio.to_thread(os.read, ours, 1000)
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 130
    assert list(temporary.iterdir()) == []


async def test_simulate_prints_each_address_and_each_request_without_secrets(ready, dialer):
    running = await dialer.start("simulate", "--scenario", "busy")
    addresses = dict([(await running.line()).split() for _ in PROVIDERS])
    assert list(addresses) == PROVIDERS
    assert addresses["business_isp"].endswith("/business_isp/api/")
    accounts = dialer.home / "accounts.toml"
    lines = accounts.read_text().splitlines()
    ours = [line for line in lines if line.startswith("base_url") and "business_isp" in line]
    accounts.write_text(accounts.read_text().replace(ours[0], f'base_url = "{addresses["business_isp"]}"'))
    call = await dialer.run("call", "+31207654321", "--account", "business_isp", "--json")
    assert (call.code, call.last) == (7, ("failed", "busy"))
    line = await running.line(holds="start")
    assert "business_isp" in line
    assert "+31201234503 -> +31207654321" in line
    running.interrupt()
    ended = await running.end()
    assert (ended.code, ended.err) == (0, "")
    assert "S3cret" not in ended.out


async def test_simulate_ends_at_sigterm_as_well(dialer):
    running = await dialer.start("simulate")
    await running.line(holds="business_isp")
    running.interrupt(signal.SIGTERM)
    assert (await running.end()).code == 0


async def test_a_port_in_use_is_one_sentence_and_exit_2(dialer, simulator):
    ended = await dialer.run("simulate", "--port", str(simulator.port))
    assert (ended.code, ended.out) == (2, "")
    assert (
        ended.err == f"desktop-dialer: Port {simulator.port} of this machine cannot be used: address already in use.\n"
    )
