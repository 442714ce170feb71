"""What printing, conversion and web pages left in a text, found and taken out; broken lines joined."""
