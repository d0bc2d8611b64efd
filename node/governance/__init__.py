"""What members decide together: members, validators, decisions of the Governor, and a member's way out."""
