"""A provider that repeats secrets: all five dialects, a canary in each answer, in one spelling after another."""

import itertools
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.faults import canary

SECRETS = {
    "tel2": (canary.PASSWORD,),
    "voiptech": (canary.PASSWORD,),
    "anveo": (canary.USERKEY, canary.REQUESTID, canary.PHRASE),
    "vprovider": (canary.PASSWORD,),
    "business_isp": (canary.PASSWORD, canary.GUID),
}


GIVEN_OUT = {canary.GUID, canary.REQUESTID}
"""By the server itself, when it accepts a call: whoever is refused has never heard of them."""


def echoes(provider, kind="accepted"):
    """Each secret that the program knows by then in each spelling, with words around it."""
    known = [secret for secret in SECRETS[provider] if kind == "accepted" or secret not in GIVEN_OUT]
    return [f"said {spell(secret)} there" for secret in known for spell in canary.SPELLINGS.values()]


class EchoServer:
    """Serves `/<provider>/…`. Starts are answered as `answer` says: accepted, rejected, unknown, page, …"""

    def __init__(self):
        self.seen = set()
        """The canaries that came in: the program did send them."""
        self.starts = 0
        self.goes_on = False
        """Whether calls go on for good."""
        self._echoes = {}
        self.answer("accepted")
        self._polls = itertools.count()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5.0

            def do_GET(self):
                server._answer(self, b"")

            def do_POST(self):
                server._answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def base_url(self, provider):
        end = {"business_isp": "", "vprovider": "api/json/calls/make/", "voiptech": "API/dialup.php"}.get(provider, "x")
        return f"http://127.0.0.1:{self._server.server_port}/{provider}/{end}"

    def answer(self, kind, *, start_from=0):
        """Answer starts like this from now on, beginning with the echo of that number."""
        self.kind = kind
        for provider in SECRETS:
            found = echoes(provider, kind)
            first = start_from % len(found)
            self._echoes[provider] = itertools.cycle(found[first:] + found[:first])

    def _answer(self, handler, body):
        text = unquote(handler.path) + unquote(body.decode().replace("&amp;", "&"))
        self.seen |= {secret for secret in canary.ALL if secret in text}
        provider = handler.path.split("/")[1]
        status, headers, reply = self._reply(provider, text)
        content = reply.encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers, "Content-Length": str(len(content))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    def _reply(self, provider, text):
        is_start = not re.search("cmd=(?!connect)|GETSTATUS|active/list|calls/hangup|CHstatus", text)
        echo = next(self._echoes[provider])
        if not is_start:
            return 200, {}, getattr(self, f"_{provider}_status")(echo, text)
        self.starts += 1
        self._polls = itertools.count()
        match self.kind:
            case "page":
                return 200, {}, f"<!DOCTYPE html><html><title>{echo}</title><body>{echo}</body></html>"
            case "redirect":
                return 302, {"Location": f"http://127.0.0.1:1/{echo}", "Set-Cookie": f"s={echo}"}, echo
            case "fault":
                return 500, {"X-Echo": echo}, echo
        return 200, {}, getattr(self, f"_{provider}")(echo, text)

    def _tel2(self, echo, _):
        if self.kind == "unknown":
            return f"ERROR {echo}"
        is_taken = self.kind == "accepted"
        said = {"Result": "1" if is_taken else "-1", "Status": "Success" if is_taken else "Error", "Message": echo}
        return json.dumps(said)

    def _voiptech(self, echo, _):
        if self.kind == "rejected":
            return f"bad event {echo}"
        word = "OK" if self.kind == "accepted" else echo
        return json.dumps({"data": {"Response": word, "Uniqueid1": echo}})

    def _anveo(self, echo, _):
        if self.kind == "rejected":
            return f"<RESPONSE><ERROR>{escape(echo)}</ERROR></RESPONSE>"
        result = "SUCCESS" if self.kind == "accepted" else escape(echo)
        value = f'<VALUE NAME="REQUESTID">{canary.REQUESTID}</VALUE>'
        return f"<RESPONSE><RESULT>{result}</RESULT>{value}</RESPONSE>"

    def _anveo_status(self, echo, _):
        number = next(self._polls)
        words = "END" if number > 1 and not self.goes_on else ("INIT", escape(echo))[number % 2]
        return f"<RESPONSE><RESULT>{words}</RESULT></RESPONSE>"

    def _vprovider(self, echo, _):
        code = {"accepted": "200", "rejected": "401"}.get(self.kind, "500")
        data = {"machine": echo, "server": echo, "callid": "1234567890.123456"}
        return json.dumps({"responses": [{"code": code, "key": echo, "message": echo}], "data": data})

    def _vprovider_status(self, echo, _):
        rows = [{"callid": "1234567890.123456", "answered": 0, "from": echo}] if next(self._polls) < 1 else []
        return json.dumps({"responses": [{"code": "200", "key": echo, "message": echo}], "data": rows})

    def _business_isp(self, echo, text):
        if self.kind != "accepted":
            return _response({"rejected": 101}.get(self.kind, 105), echo)
        return _response(100, echo) if "cmd=connect" in text else _response(103, canary.GUID)

    def _business_isp_status(self, echo, text):
        if "cmd=getStatus" not in text:
            return _response(100, echo)
        number = next(self._polls)
        return _response(4 if number > 2 and not self.goes_on else (27, 17, 9)[number % 3], echo)

    def _voiptech_status(self, echo, _):
        return json.dumps({"data": {"status": echo}})


def _response(code, message):
    return f"<response>\n<code>{code}</code>\n<message>{escape(message)}</message>\n</response>"
