"""Following by a handle, and what becomes of the handle, where the course of a call does not show it."""

from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.dialing.following import Lead
from desktop_dialer.providers import PROVIDERS
from tests.unit.dialing.desk import C
from tests.unit.dialing.test_recovery import connected, entries
from tests.unit.dialing.wire import hanging, isp, opened


async def untracking(desk, call):
    """A lead that has come to a provider that reports nothing."""
    account, provider = await desk.account("tel2"), PROVIDERS["tel2"]
    kept = (await desk.handles.find(call.id))[1]
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
    await desk.following.settle(desk.accounts.named(None), (await desk.handles.find(call.id))[1])
    assert len(entries(tmp_path)) == 1


async def test_a_call_that_is_minded_is_neither_followed_nor_looked_at_by_another_hand(desk, wire):
    await desk.account("business_isp")
    call = await connected(desk, wire)
    lead = await desk.recovery.lead((await desk.handles.find(call.id))[1])
    act = hanging(isp(9))
    wire.on("getStatus", act)
    await act.leaves.wait()
    polls = wire.count("getStatus")
    await desk.following.follow(lead, None)
    await desk.following.look_once(lead, None)
    assert wire.count("getStatus") == polls


async def test_a_session_that_rested_is_not_put_to_rest_again(desk, wire):
    """Another call may talk in it by now."""
    await desk.account("business_isp")
    call = await connected(desk, wire)
    lead = await desk.recovery.lead((await desk.handles.find(call.id))[1])
    wire.on("getStatus", isp(30))
    await desk.finished(call)
    wire.on("hangUp", isp(105))
    wire.on("connect", isp(100))
    wire.on("getStatus", isp(9))
    other = await desk.press("business_isp", C)
    await desk.until(other, "connected")
    await desk.following.settle(lead.account, lead.kept)
    assert not desk.sessions.has_idle(lead.account, lead.plan.base_url)
    assert (await desk.handles.find(other.id)) is not None


async def test_a_call_is_minded_while_it_is_followed(desk, wire):
    wire.on("login", opened())
    wire.on("getStatus", isp(9))
    await desk.account("business_isp")
    call = await desk.press("business_isp")
    await desk.until(call, "connected")
    assert desk.following.is_minded(call.id)
    wire.on("getStatus", isp(30))
    await desk.finished(call)
    assert not desk.following.is_minded(call.id)
