"""Following by a handle, and what becomes of the handle, where the course of a call does not show it."""

from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.dialing.following import Lead
from desktop_dialer.providers import PROVIDERS
from tests.unit.dialing.test_recovery import connected, entries
from tests.unit.dialing.wire import isp, opened


async def untracking(desk, call):
    """A lead that has come to a provider that reports nothing."""
    account, provider = await desk.account("tel2"), PROVIDERS["tel2"]
    kept = desk.handles.find(call.id)[1]
    return Lead(account=account, provider=provider, plan=track_plan(account, provider), kept=kept)


async def test_a_provider_that_reports_nothing_is_not_polled(desk, wire, tmp_path):
    await desk.account("business_isp")
    call = await connected(desk, wire)
    lead = await untracking(desk, call)
    await desk.scope.close(1.0)
    wire.sent.clear()
    await desk.following.follow(lead, None)
    await desk.following.look_once(lead, None)
    assert wire.sent == []
    assert len(entries(tmp_path)) == 1


async def test_the_handle_of_a_call_that_is_live_is_kept(desk, wire, tmp_path):
    await desk.account("business_isp")
    call = await connected(desk, wire)
    await desk.following.settle(desk.accounts.named(None), desk.handles.find(call.id)[1])
    assert len(entries(tmp_path)) == 1


async def test_a_call_is_followed_while_it_is(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.until(call, "connected")
    assert desk.following.is_following(call.id)
    wire.on("getStatus", isp(30))
    await desk.finished(call)
    assert not desk.following.is_following(call.id)
