"""The doors: command line, API, worker, and the wiring that alone knows every feature."""
