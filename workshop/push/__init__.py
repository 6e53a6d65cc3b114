"""From a change in a room to every screen that watches it. Knows neither rules nor database."""
