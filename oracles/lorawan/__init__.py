"""LoRaWAN: frames too small for a signature, which the gateway signs for the device, and says so."""
