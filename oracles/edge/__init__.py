"""Edge rules: what is derived from readings, signed by the gateway's own key, beside the devices' own bytes."""
