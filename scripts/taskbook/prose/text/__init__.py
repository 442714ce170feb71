"""A text freed of what printing, conversion and web pages left in it; its broken lines joined; its list marks."""
