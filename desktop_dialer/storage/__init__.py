"""What lies on disk: journal, handles, accounts, settings, contacts; and the keyring."""
