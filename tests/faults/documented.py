"""Whether a reply holds what the manuals document of success: read from the raw bytes, without the program's readers.

It is asked only about replies that were read as a success, so it may be slow; it knows no state and no reading. Which
of the plausible encodings a body is in is left open: that the fields stand there in one of them is what counts.
"""

import codecs
import functools
import html
import json
import re
from xml.dom import minidom
from xml.parsers.expat import ExpatError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _texts(reply):
    """The body by its BOM, or else by the HTTP charset, as UTF-8, Windows-1252, Latin-1, or UTF-16 without a BOM."""
    declared = re.search(
        r'charset\s*=\s*["\']?([\w.:-]+)', reply.headers.get("content-type", ""), re.IGNORECASE | re.ASCII
    )
    found = [encoding for bom, encoding in _BOMS if reply.body.startswith(bom)]
    wide = ("utf-16-le", "utf-16-be") if b"\0" in reply.body else ()
    for encoding in found or filter(None, (declared and declared[1], "utf-8", "cp1252", "latin-1", *wide)):
        try:
            yield str(reply.body, encoding, "replace" if found else "strict").strip("\ufeff \t\r\n\v\f")
        except (ValueError, LookupError):
            continue


def _over_texts(check):
    """A check of a text, made one of a reply: 2xx, and the text in one of its encodings."""

    @functools.wraps(check)
    def of_reply(reply, *args, **kwargs):
        return 200 <= reply.status <= 299 and any(check(text, *args, **kwargs) for text in _texts(reply))

    return of_reply


def _xml(text):
    """The root element, or None; never of a body with a document type."""
    text = re.sub(r"<\?xml\b[^>]*\?>", "", text, count=1, flags=re.IGNORECASE).strip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        return minidom.parseString(text.encode("utf-8", "surrogatepass")).documentElement
    except (ExpatError, ValueError):
        return None


def _children(root, name):
    return [node for node in root.childNodes if node.nodeType == node.ELEMENT_NODE and node.tagName == name]


def _words(node):
    """All text of an element."""
    if node.nodeType in {node.TEXT_NODE, node.CDATA_SECTION_NODE}:
        return node.data
    return "".join(_words(child) for child in node.childNodes)


def _first_words(nodes):
    """The text of the first of these elements, up to any element in it."""
    found = ""
    for node in nodes[0].childNodes if nodes else ():
        if node.nodeType == node.ELEMENT_NODE:
            break
        found += _words(node)
    return found.strip()


def _unescaped(text):
    return html.unescape(re.sub("&#[0-9]{8,}", "?", text))


def _json(text):
    """The value, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@_over_texts
def tel2(text):
    """The sister service's `Result` 1, with `Status` Success if there is one; the manual documents no reply."""
    said = _json(text)
    if not isinstance(said, dict) or said.get("Status") not in {"Success", None}:
        return False
    return said.get("Result") == "1" or (type(said.get("Result")) is int and said["Result"] == 1)


@_over_texts
def anveo(text, *, is_test=False):
    """RESPONSE with RESULT SUCCESS, no ERROR text, and a REQUESTID (a test may go without)."""
    root = _xml(text)
    if root is None or root.tagName != "RESPONSE":
        return False
    results = [_words(node).strip() for node in _children(root, "RESULT")]
    errors = "".join(_words(node) for node in _children(root, "ERROR")).strip()
    ids = [node for node in _children(root, "VALUE") if node.getAttribute("NAME") == "REQUESTID"]
    return "SUCCESS" in results and not errors and (is_test or any(_words(node).strip() for node in ids))


def _business_isp(text):
    """(code, message) of `<response>`; (None, "") where it is none."""
    root = _xml(text)
    if root is None or root.tagName != "response":
        return None, ""
    code, message = _first_words(_children(root, "code")), _first_words(_children(root, "message"))
    return (int(code), message) if re.fullmatch("[0-9]{1,3}", code) else (None, "")


@_over_texts
def business_isp_login(text):
    """103 with a GUID of 1 to 128 printable ASCII characters."""
    code, message = _business_isp(text)
    return code == 103 and re.fullmatch(r"[!-~]{1,128}", message) is not None


@_over_texts
def business_isp(text, *codes):
    """One of these codes."""
    return _business_isp(text)[0] in codes


def vprovider(reply):
    """An entry 200 or 204 and none of 400 to 499, whatever the HTTP status; but a redirect is never believed."""
    return not 300 <= reply.status <= 399 and any(map(_is_taken_by_vprovider, _texts(reply)))


def vprovider_function(reply):
    """The same of a function that places nothing, where no redirect can do harm."""
    return any(map(_is_taken_by_vprovider, _texts(reply)))


def _is_taken_by_vprovider(text):
    said = _json(text)
    if said is None:  # the manual's own examples: their quotes, and their comma before the last brace
        said = _json(re.sub(r",(\s*[}\]])", r"\1", re.sub("[\u201c\u201d\u2033]", '"', text)))
    entries = said.get("responses") if isinstance(said, dict) else None
    entries = entries if isinstance(entries, list) else [entries]
    codes = {str(entry.get("code")) for entry in entries if isinstance(entry, dict)}
    return bool({"200", "204"} & codes) and not any(re.fullmatch("4[0-9]{2}", code) for code in codes)


@_over_texts
def voiptech(text):
    """A `response` label, in any case, with ok or success, and none with fail, failed or error."""
    found = {word.lower() for word in _voiptech_results(text)}
    return bool(found & {"ok", "success"}) and not found & {"fail", "failed", "error"}


def _voiptech_results(text):
    """What stands in the fields of that name, or behind such a label at the beginning of a line, a cell or a part."""
    if text[:1] in {"{", "["}:
        return [str(value) for name, value in _voiptech_pairs(_json(text)) if name.lower() == "response"]
    root = _xml(text)
    elements = [] if root is None else [root]
    for element in elements:  # one by one, not by recursion: they may be nested without end
        elements += [node for node in element.childNodes if node.nodeType == node.ELEMENT_NODE]
    named = [node for node in elements if node.tagName.rpartition(":")[2].lower() == "response"]
    visible = re.sub(r"<(script|style)\b.*?(</\1\s*>|\Z)", "\n", text, flags=re.IGNORECASE | re.DOTALL)
    visible = re.sub(
        r"</?(?:b|em|font|i|small|span|strong|u|td|th|dd)\b[^<>]*>", _cell_or_nothing, visible, flags=re.IGNORECASE
    )
    visible = " ".join(_unescaped(re.sub("<[^<>]*>", "\n", visible)).split(" "))
    labelled = re.findall(r"(?:^|[\n\r,;:|])\s*response\s*[:=]+\s*([\w.+-]+)", visible, re.IGNORECASE)
    return [*(_first_words([node]) for node in named), *labelled]


def _cell_or_nothing(tag):
    return ":" if re.match("<(?:t[dh]|dd)", tag[0], re.IGNORECASE) else ""


def _voiptech_pairs(said):
    """The fields at the top, in `data`, and in the first item where either is an array."""
    top = said[0] if isinstance(said, list) and said else said
    if not isinstance(top, dict):
        return
    yield from top.items()
    for name, value in top.items():
        inner = value[0] if isinstance(value, list) and value else value
        if name.lower() == "data" and isinstance(inner, dict):
            yield from inner.items()


@_over_texts
def voiptech_state(text):
    """One of the four words that CHstatus tells of an extension, and not two of them."""
    values = [str(value) for _, value in _voiptech_pairs(_json(text))] if text[:1] in {"{", "["} else [_unescaped(text)]
    return re.search(r"(?i)\b(idle|ringing|inuse|disconnected)\b", " ".join(values)) is not None
