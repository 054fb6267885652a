"""Business ISP's two tables of codes, with how each is read (Connect Call API, Status codes and Response codes)."""

from desktop_dialer.core.call import Leg, Reason, State
from desktop_dialer.core.reading import Reading

STATUS: dict[str, tuple[str, Reading | None]] = {
    "3": ("Unknown", None),
    "4": ("Hang Up", Reading(state=State.ENDED, reason=Reason.HUNG_UP)),
    "5": ("Account State", None),
    "7": ("Call ended because of insufficient funds", Reading(state=State.ENDED, reason=Reason.FUNDS)),
    "9": ("Clients connected", Reading(state=State.CONNECTED)),
    "10": ("Busy", Reading(state=State.FAILED, reason=Reason.BUSY)),
    "11": ("No answer", Reading(state=State.FAILED, reason=Reason.NO_ANSWER)),
    "12": ("Call has been rejected", Reading(state=State.FAILED, reason=Reason.DECLINED)),
    "16": ("Insufficient funds", Reading(state=State.FAILED, reason=Reason.FUNDS)),
    "24": ("Wrong source number", Reading(state=State.FAILED, reason=Reason.A_NUMBER, leg=Leg.A)),
    "25": ("Wrong destination number", Reading(state=State.FAILED, reason=Reason.B_NUMBER, leg=Leg.B)),
    "26": ("Destination is alerting", Reading(state=State.B_RINGING, leg=Leg.B)),
    "27": ("Source is alerting", Reading(state=State.A_RINGING, leg=Leg.A)),
    "28": ("Source number connected", Reading(state=State.A_ANSWERED, leg=Leg.A)),
    "29": ("Destination number connected", Reading(state=State.B_ANSWERED, leg=Leg.B)),
    "30": ("Destination number ended the call", Reading(state=State.ENDED, reason=Reason.B_PARTY)),
    "31": ("Source number ended the call", Reading(state=State.ENDED, reason=Reason.A_PARTY)),
    "32": ("Source number has insufficient funds", Reading(state=State.FAILED, reason=Reason.FUNDS, leg=Leg.A)),
    "33": ("Destination number has insufficient funds", Reading(state=State.FAILED, reason=Reason.FUNDS, leg=Leg.B)),
}
"""The table of status codes: the manual's text, and the state that it reports; None: said, and changes nothing."""

RESPONSES = {
    "100": ("OK", "done; after a login, which promises 103, a success without its session"),
    "101": ("Failed", "refused"),
    "102": ("AutorizationFailed", "wrong login, or the session is gone"),
    "103": ("LoginSucess", "the session is open and its first call under way; the message is its GUID"),
    "104": ("WrongParameters", "refused"),
    "105": ("NoChanges", "nothing new, nothing to hang up, nothing to end"),
}
