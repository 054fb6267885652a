"""The wire: httpx, deadlines, caps, proof of what was sent, redaction."""
