"""The five web dialects as one HTTP server on loopback, written from the providers' manuals alone.

It shares no code with `desktop_dialer.providers`, so that a misreading on one side shows on the other. Nothing here
telephones: a simulated call is a timetable, and every provider tells its part of that in its own words.
"""

from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.log import Action, LogEntry
from desktop_dialer.simulator.scenario import Scenario
from desktop_dialer.simulator.server import Simulator
from desktop_dialer.simulator.timeline import Phase

__all__ = ["Action", "LogEntry", "Phase", "Scenario", "SimulatedCall", "Simulator"]
