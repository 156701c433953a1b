"""Language models: connections to their providers, the models found there, what every call took."""
