"""What comes back: the inbox walked, strangers' files read in children, owners found, answers judged, all archived."""
