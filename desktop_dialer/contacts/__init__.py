"""Contacts in and out: each source behind one port."""
