"""What visitors hold: the headless visitor, the web client, the headset."""
