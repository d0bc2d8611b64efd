"""A machine's services as Docker Compose starts them: the compose file, and everything that the containers mount."""
