"""Each rule finds its violation and accepts the good case; the suite runs every part to its end."""
