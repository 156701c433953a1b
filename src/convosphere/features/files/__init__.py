"""Files that people attach: uploaded in pieces, checked, read, delivered by short-lived links."""
