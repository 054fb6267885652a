"""Replies that nobody meant: documented and hostile ones, damaged at random; the same for the same number."""

import base64
import codecs
import random
import re
from functools import cache

from desktop_dialer.core.wire import MAX_BODY_BYTES, Reply
from desktop_dialer.providers import PROVIDERS
from tests.contract.provider_contract import vectors

_PAGE = b"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Sign in</title><script>var Response = "ok";</script>
</head><body><form action="/login"><input name="user"></form><p>Response: OK</p><p>RESULT SUCCESS 103 200</p>
</body></html>"""
_HOSTILE = (
    b"",
    _PAGE,
    b"<html><head><meta http-equiv=refresh content='0;url=http://portal/'></head></html>",
    b"<table><tr><td>Response</td><td>OK</td></tr><tr><td>Uniqueid1</td><td>1710000000.1</td></tr></table>",
    b"Response: OK\r\nUniqueid1: 1710000000.1\r\n",
    b"<pre>Response = success</pre>",
    b'<!DOCTYPE r [<!ENTITY a "SUCCESS"><!ENTITY b "&a;&a;">]><RESPONSE><RESULT>&a;</RESULT>&b;</RESPONSE>',
    b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><response><code>103</code><message>&x;</message></response>',
    b"<response><code>&#49;&#48;&#51;</code><message><![CDATA[5ae2a5rw47w]]></message></response>",
    b"<r:response xmlns:r='urn:x'><r:code>103</r:code><r:message>x</r:message></r:response>",
    b"<a>" * 20 + b"<response><code>103</code><message>x</message></response>" + b"</a>" * 20,
    b"[" * 2000,
    b'{"data":' * 500 + b"{}" + b"}" * 500,
    b'{"responses":[{"code":"204","key":"","message":"OK"},{"code":"402","key":"","message":"no"}],"data":{}}',
    b'{"Result":1e999,"Status":"Success"}',
    b"Response: OK, said with &#" + b"9" * 5000 + b"; digits",
    b'{"Result":"1","Status":"Success","Result":"-1"}',
)
# What fills a body up to the cap: openings, nesting, white space, entities, labels, quotes, escapes.
_FILLINGS = (
    b"<", b"<a>", b"<a/>", b"<a b='c'>", b"<a b='", b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script", b"<td>",
    b"<br>", b"&amp;", b"&#49;", b"&", b"&#", b"[", b"[]", b"[],", b"{", b'{"a":', b'{"responses":', b'{"data":[',
    b'"', b'\\"', b"\\u0031", b"\\", b",", b", ", b",\n", b" ", b"\n", b"\t", b"\r", b"\0", b"\x1b", b"a", b"9",
    b"1,", b"Response:", b"Response: OK\n", b"Response=ok;", b":", b"::=", b";a:", b"\xe2\x80\x9c", b"\xef\xbb\xbf",
    b"\xff", b"\xe2\x80\xae", b"%25", b"%2541", b"fail ", b"<response><code>103</code>",
    b"<VALUE NAME='REQUESTID'>x</VALUE>", b'{"code":"200"},', b"error ", b"4a ", b"QUJD", b"==",
)  # fmt: skip
_CONTENT_TYPES = (
    "text/html", "text/plain", "text/xml", "application/json", "application/xml; charset=utf-8", "", "image/png",
    "text/xml; charset=utf-16", "text/xml; charset=utf-32", "text/html; charset=windows-1252",
    "text/xml; charset=utf-7", "text/html; charset=cp037", "text/plain; charset=idna", "text/plain; charset=punycode",
    "text/plain; charset=base64", "text/plain; charset=unicode_escape", "text/plain; charset=undefined",
    "text/html; charset=" + "x" * 3000, 'text/html; charset="utf-8', "text/html; charset=\x00",
    "text/plain; charset=raw_unicode_escape", "text/plain; charset=mbcs", "text/plain; charset=zlib",
    "text/plain; charset=hz", "text/plain; charset=iso2022_kr",
)  # fmt: skip
_STATUSES = (
    200, 200, 200, 200, 200, 200, 201, 204, 206, 299, 100, 301, 302, 307, 400, 401, 402, 403, 404, 408, 429, 500, 503,
    999,
)  # fmt: skip
_ENTITIES = (
    b"&lt;", b"&gt;", b"&#x31;", b"&#0;", b"&#1114112;", b"&nbsp;", b"&undefined;", b"&#55296;", b"&;", b"&#x1F600;",
)  # fmt: skip
_MARKS = (
    b"<", b">", b"</", b"{", b"}", b"[", b"]", b'"', b"'", b",", b":", b"=", b"&", b"\0", b"\xff\xfe",
    b"\xef\xbb\xbf", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x>", b"<!--", b"-->", b"NaN", b"null",
    b"-", b".", b"e9", "\u202e\u200b\u2028".encode(), b"\xed\xa0\x80", b"OK", b"ok", b"fail", b"SUCCESS", b"103",
    b"200", b"error",
)  # fmt: skip
_NUMBERS = (
    b"9" * 5000, b"9" * 20, b"-1", b"1e309", b"0x67", b"103.0", b"", b"100", b"103", b"200", b"204", b"1_0_3", b"+103",
    b" 103 ", b"NaN", "\u0661\u0660\u0663".encode(),
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7", "cp037", "shift_jis")


@cache
def seeds():
    """(provider, body, status, headers, secure) of every documented reply, and the hostile ones of nobody."""
    found = [
        (name, base64.b64decode(vector["body_base64"]), vector["status"], vector["headers"], vector.get("secure", True))
        for name in PROVIDERS
        for vector in vectors(name)["responses"]
    ]
    return [*found, *((None, body, 200, {"Content-Type": "text/html"}, True) for body in _HOSTILE)]


def mutated(seed, number):
    """The reply of that number: always the same for the same seed."""
    rng = random.Random(f"{seed}/{number}")
    _, body, status, headers, secure = rng.choice(seeds())
    if rng.random() < 0.02:
        body = _blown_up(rng, body)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3, 5, 8))):
        body = rng.choice(_MUTATIONS)(rng, body)
    if rng.random() < 0.15:
        status = rng.choice(_STATUSES)
    headers = {name.lower(): value for name, value in headers.items()}
    if rng.random() < 0.25:
        headers["content-type"] = rng.choice(_CONTENT_TYPES)
    if rng.random() < 0.02:
        headers["retry-after"] = rng.choice(("9" * 400, "-1", "1.5", "\u0663", "Wed, 21 Oct 2026 07:28:00 GMT", ""))
    return Reply(status=status, headers=headers, body=body[:MAX_BODY_BYTES], secure=secure and rng.random() < 0.9)


def _place(rng, body):
    return rng.randint(0, len(body))


def _span(rng, body):
    return sorted((_place(rng, body), _place(rng, body)))


def _flip(rng, body):
    changed = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng, body):
    return body[: _place(rng, body)]


def _drop(rng, body):
    begin, end = _span(rng, body)
    return body[:begin] + body[end:]


def _repeat(rng, body):
    begin, end = _span(rng, body)
    return body[:end] + body[begin:end] * rng.choice((1, 2, 20)) + body[end:]


def _splice(rng, body):
    other = rng.choice(seeds())[1]
    return body[: _place(rng, body)] + other[_place(rng, other) :]


def _append(rng, body):
    other = rng.choice(seeds())[1]
    return body + other if rng.random() < 0.5 else other + body


def _insert(rng, body):
    place = _place(rng, body)
    return body[:place] + rng.choice(_MARKS + _ENTITIES) + body[place:]


def _encode(rng, body):
    return body.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _mark(rng, body):
    return rng.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)) + body


def _nuls(rng, body):
    return b"\0".join(body[i : i + 1] for i in range(len(body))) if rng.random() < 0.2 else body.replace(b" ", b"\0")


def _escape(rng, body):
    """Some characters written as entities, or as JSON has them."""
    form = rng.choice(("&#{};", "&#x{:x};", "\\u{:04x}", "%{:02x}"))
    return b"".join(
        form.format(byte).encode() if rng.random() < 0.1 and 32 < byte < 127 else bytes([byte]) for byte in body
    )


def _case(rng, body):
    return rng.choice((body.upper(), body.lower(), body.swapcase(), body.title()))


def _rename(rng, body):
    """Another name for a tag or a key."""
    names = re.findall(rb"[A-Za-z]\w+", body)
    return body.replace(rng.choice(names), rng.choice((*names, b"x", b"response", b"data"))) if names else body


def _number(rng, body):
    numbers = list(re.finditer(rb"\d+", body))
    if not numbers:
        return body
    found = rng.choice(numbers)
    return body[: found.start()] + rng.choice((*_NUMBERS, b"0" * 50 + found[0])) + body[found.end() :]


def _wrap(rng, body):
    depth = rng.choice((1, 5, 40, 1000))
    before, after = rng.choice(
        ((b"<a>", b"</a>"), (b"[", b"]"), (b'{"data":', b"}"), (b"<!--", b"-->"), (b"<b>", b"</b>"))
    )
    return before * depth + body + after * depth


def _blown_up(rng, body):
    """A body of many kilobytes: fillings before, within or after."""
    filling = rng.choice(_FILLINGS)
    if rng.random() < 0.3:
        filling += rng.choice(_FILLINGS)
    size = rng.choice((5_000, 40_000, MAX_BODY_BYTES, MAX_BODY_BYTES))
    mass = (filling * (size // len(filling) + 1))[: size - min(size, len(body))]
    place = rng.choice((0, len(body), _place(rng, body)))
    return body[:place] + mass + body[place:]


_MUTATIONS = (
    _flip, _flip, _cut, _drop, _repeat, _splice, _splice, _append, _insert, _insert, _encode, _mark, _nuls, _escape,
    _case, _rename, _number, _number, _wrap,
)  # fmt: skip
