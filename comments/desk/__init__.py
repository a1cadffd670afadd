"""The desk: where moderators read what is held and decide on it, inside the admin."""
