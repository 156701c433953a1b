"""Who may use this installation: organisations, people, sessions, API keys."""
