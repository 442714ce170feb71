"""Mail servers, whichever way mail goes: their address, the login, encryption, and what can go wrong on the way."""
