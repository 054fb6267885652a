"""What VoipTech's CHstatus.php tells of an extension's telephone (public pages, providers.md 3.4)."""

from desktop_dialer.simulator.call import Leg, LegState, SimulatedCall
from desktop_dialer.simulator.scenario import Scenario


def extension_report(call: SimulatedCall, extension: str, now: float, *, with_channel: bool) -> dict[str, str]:
    """The labels and values for an extension that is, or was, one of the parties of `call`.

    Public clients name the states Idle, InUse, Ringing and Disconnected and the fields of a channel, yet show no reply:
    the label `status` is an assumption.
    """
    leg = Leg.A if extension == call.a_number else Leg.B
    match call.leg(leg, now):
        case LegState.IDLE:
            return {"status": "Disconnected" if call.scenario is Scenario.WRONG_NUMBER else "Idle"}
        case LegState.RINGING:
            report = {"status": "Ringing"}
        case LegState.ANSWERED:
            report = {"status": "InUse"}
    if with_channel:
        report["Channel"] = f"SIP/{extension}-{call.id}"
        report["BridgedUniqueid"] = unique_id(call, Leg.B if leg is Leg.A else Leg.A)
        report["Uniqueid"] = unique_id(call, leg)
    return report


def unique_id(call: SimulatedCall, leg: Leg) -> str:
    """A leg's id in the look of Asterisk's, seconds and a counter: 1710000000.1."""
    call_number = int(call.id.rpartition("-")[2])
    return f"1710000000.{2 * call_number - (leg is Leg.A)}"
