"""Real mail servers on the loopback, for tests: certificates, an SMTP server with faults, an IMAP server."""
