"""The room’s pages and its wire: phones, console, big screen."""
