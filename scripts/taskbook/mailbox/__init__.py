"""Mail coming in: messages fetched from a mailbox, their attachments put where the collector looks."""
